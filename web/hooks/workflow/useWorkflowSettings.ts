import type { InputValue, WorkflowInput } from '../../../protocol/api';
import { keep } from '../../store/preferences';
import { setInput, setWorkflow } from '../../store/useVisionStore';
import { useWish } from './useWish';
import { chosenFrom, workflowRun } from './workflowRun';

/** The further workflows, and the inputs of the one that runs, for the screen. */
export function useWorkflowSettings() {
  const wish = useWish();
  const { isEnhancedMode, workflow, config, inputs, choice } = wish;
  const run = workflowRun(wish);
  const chosen = chosenFrom({ config, choice })?.name ?? null;
  const names = (config?.choices ?? []).map(({ name }) => name);
  return {
    names,
    chosen,
    /** What keeps the choice waiting. */
    waitsFor:
      chosen === null
        ? null
        : isEnhancedMode
          ? ('enh' as const)
          : workflow === 'fast'
            ? null
            : ('acc' as const),
    fields: run.inputs,
    values: inputs[run.key] ?? {},
    choose: (name: string | null) => {
      keep({ choice: name });
      setWorkflow('fast');
    },
    set: (input: WorkflowInput, value: InputValue | undefined) => setInput(run.key, input.name, value),
  };
}
