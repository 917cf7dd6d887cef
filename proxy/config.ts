import type {
  DeploymentConfig,
  EnhancedOffer,
  WorkflowChoice,
  WorkflowFace,
  WorkflowName,
} from '../protocol/api';
import type { Asking } from './context';
import { ApiError } from './errors';
import { lockOf, siteKey } from './guard/lock';
import { type Described, flatOutputs } from './inference/described';
import { offeredInputs } from './inference/inputs';
import type { Interfaces } from './inference/interfaces';
import { OFFER_BYTES, PLANS, SESSION_SECONDS } from './inference/offer';
import { PHOTO_BYTES } from './inference/photo';
import { demandWorkflow, type Runnable, workflowChoices, workflowOffer } from './inference/workflows';
import type { Env } from './settings/env';

/** What is not in the settings: others know it, and are asked for it. */
export type Learnt = {
  enhanced: EnhancedOffer;
  workflows: Partial<Record<WorkflowName, WorkflowFace>>;
  choices: WorkflowChoice[];
};

/**
 * What this deployment offers a visitor at `url`. It never fails: what is not configured is said where it is
 * missed.
 */
export function deploymentConfig(
  env: Env,
  url: URL,
  network: string | null,
  { enhanced, workflows, choices }: Learnt,
): DeploymentConfig {
  const access = lockOf(env, url);
  const turnstileSiteKey = access === 'turnstile' ? siteKey(env) : undefined;
  const offer = (name: WorkflowName) => ({ ...workflowOffer(env, name), ...workflows[name] });
  return {
    network,
    enhanced,
    workflows: { fast: offer('fast'), accurate: offer('accurate') },
    choices,
    plans: PLANS,
    access,
    ...(turnstileSiteKey ? { turnstileSiteKey } : {}),
    limits: { sessionSeconds: SESSION_SECONDS, photoBytes: PHOTO_BYTES, offerBytes: OFFER_BYTES },
  };
}

/**
 * What each workflow says of itself.
 * @param asking null for a visitor who may not make this deployment ask anybody: then what is known already.
 */
export async function workflowFaces(
  env: Env,
  interfaces: Interfaces,
  asking: Asking | null,
): Promise<Pick<Learnt, 'workflows' | 'choices'>> {
  const face = async (runnable: Runnable): Promise<WorkflowFace> => {
    const described = await (asking
      ? interfaces.ask(env, runnable, asking)
      : interfaces.known(env, runnable));
    return faceOf(env, described ?? null);
  };
  const named = async (name: WorkflowName) => {
    const runnable = orNone(() => demandWorkflow(env, name));
    return runnable ? { [name]: await face(runnable) } : {};
  };
  const choices = orNone(() => workflowChoices(env)) ?? new Map<string, Runnable>();
  const [fast, accurate, ...chosen] = await Promise.all([
    named('fast'),
    named('accurate'),
    ...[...choices].map(async ([name, runnable]) => ({ name, ...(await face(runnable)) })),
  ]);
  return { workflows: { ...fast, ...accurate }, choices: chosen };
}

function faceOf(env: Env, described: Described | null): WorkflowFace {
  const outputs = described ? { outputs: flatOutputs(described.outputs) } : {};
  const classes = described?.classes ? { classes: described.classes } : {};
  return { inputs: offeredInputs(env, described), ...outputs, ...classes };
}

function orNone<T>(find: () => T): T | null {
  try {
    return find();
  } catch (thrown) {
    if (thrown instanceof ApiError) return null;
    throw thrown;
  }
}
