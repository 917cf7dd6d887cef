/** Which workflow a live session runs, and with what. */
import type {
  DeploymentConfig,
  InputValue,
  WorkflowChoice,
  WorkflowInput,
  WorkflowName,
  WorkflowOutput,
} from '../../../protocol/api';

/** Values of inputs by workflow (`WorkflowRun.key`), then by name. */
export type InputValues = Readonly<Record<string, Readonly<Record<string, InputValue>>>>;

export type RunWish = {
  isEnhancedMode: boolean;
  workflow: WorkflowName;
  /** Name of one of the deployment's further workflows; null for FAST itself. */
  choice: string | null;
  inputs: InputValues;
  config: DeploymentConfig | null;
};

export type WorkflowRun = {
  /** Under which values of its inputs are kept. */
  key: string;
  /** What runs, in the deployment's own terms: those hold before its config has come, when no id is known. */
  runs: string;
  /** Under which the device keeps what belongs to the workflow; undefined until there is one. */
  id: string | undefined;
  inputs: WorkflowInput[];
  /** Null where the server has not said. */
  outputs: WorkflowOutput[] | null;
  /** What its model knows; empty where nobody has said. */
  classes: readonly string[];
  /** For the offer. */
  params: { workflowId?: string; workflow?: string; workflowsParameters?: Record<string, InputValue> };
};

/** ENH runs the fast one, ACC its own, whatever is chosen from the list: the choice then waits. */
export function workflowRun(wish: RunWish): WorkflowRun {
  const { config, isEnhancedMode, workflow } = wish;
  const name = isEnhancedMode ? 'fast' : workflow;
  const choice = name === 'fast' && !isEnhancedMode ? chosenFrom(wish) : undefined;
  const offers = [config?.workflows[name], config?.workflows.fast];
  const offer = offers.find((each) => each?.available);
  const fixed = offer?.available ? offer : null;
  const { inputs = [], outputs = null, classes = [] } = choice ?? fixed ?? {};
  const key = choice ? `choice ${choice.name}` : name;
  const parameters = known(inputs, wish.inputs[key] ?? {});
  return {
    key,
    runs: choice ? key : fixed && fixed !== config?.workflows.fast ? 'accurate' : 'fast',
    id: choice ? key : fixed?.id,
    inputs,
    outputs,
    classes,
    params: {
      ...(fixed ? { workflowId: fixed.id } : {}),
      ...(choice ? { workflow: choice.name } : {}),
      ...(parameters ? { workflowsParameters: parameters } : {}),
    },
  };
}

/** A kept choice may be one of yesterday's. */
export function chosenFrom({
  config,
  choice,
}: Pick<RunWish, 'config' | 'choice'>): WorkflowChoice | undefined {
  return config?.choices?.find(({ name }) => name === choice);
}

/** Those that the workflow has now; undefined where there are none. */
function known(inputs: WorkflowInput[], values: Readonly<Record<string, InputValue>>) {
  const kept = inputs.flatMap(({ name }) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return kept.length > 0 ? Object.fromEntries(kept) : undefined;
}

/**
 * What was typed into a field, as the workflow takes it.
 * @returns undefined for an empty field: the workflow then uses its own; null for what it does not take
 */
export function typedValue(input: WorkflowInput, typed: string): InputValue | null | undefined {
  const text = typed.trim();
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, most = 0 } = input;
  if (text === '') return undefined;
  if (input.kind === 'flag') return text === 'true';
  if (input.kind === 'text') return text.length <= most ? text : null;
  if (input.kind === 'list') {
    const entries = text.split(',').flatMap((entry) => entry.trim() || []);
    return entries.length <= most && entries.every(({ length }) => length <= 64) ? entries : null;
  }
  const number = Number(text);
  const whole = input.kind === 'number' || Number.isInteger(number);
  return Number.isFinite(number) && whole && number >= min && number <= max ? number : null;
}
