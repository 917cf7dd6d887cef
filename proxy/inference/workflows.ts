import type { WorkflowName, WorkflowOffer } from '../../protocol/api';
import { ApiError } from '../errors';
import { splitChoice } from '../settings/choices';
import { type Env, listSetting, missing, setting } from '../settings/env';
import { modelParameters, modelWorkflow, type Specification } from './inlineModel';
import { keyedServer, workerServer, workspaceOf } from './server';

const IDS = { fast: 'FAST_WORKFLOW_ID', accurate: 'ACCURATE_WORKFLOW_ID' } as const;
/** What the page calls the workflow that is made around a model: the model's id is of no use to it. */
const MODEL_WORKFLOW = 'fast';

/** What the worker is told to run: a workflow that its server has by name, or one that is sent along. */
export type Runnable = { workspace: string; id: string } | { specification: Specification };

/** The workflow's id, or why this deployment has none, in one sentence with a remedy. */
export function workflowOffer(env: Env, name: WorkflowName): WorkflowOffer {
  try {
    const runnable = runnableOf(env, name);
    return { available: true, id: 'id' in runnable ? runnable.id : MODEL_WORKFLOW };
  } catch (thrown) {
    if (thrown instanceof ApiError) return { available: false, reason: thrown.message };
    throw thrown;
  }
}

/** @throws ApiError `workflow_not_offered` with the reason. */
export function demandWorkflow(env: Env, name: WorkflowName): Runnable {
  const offer = workflowOffer(env, name);
  if (!offer.available) throw new ApiError('workflow_not_offered', offer.reason);
  return runnableOf(env, name);
}

/** What of an offer says which workflow it is for. */
type Wanted = { workflowId?: string | null | undefined; workflow?: string | null | undefined };

/**
 * Only a workflow that this deployment offers may reach the worker: every other one would spend the owner's
 * money on a stranger's idea.
 * @param enhanced a session in ENH runs the fast one, whatever was chosen from WORKFLOWS
 * @throws ApiError `workflow_not_offered`
 */
export function allowedWorkflow(env: Env, { workflowId, workflow }: Wanted, enhanced: boolean): Runnable {
  if (workflow && !enhanced) return demandChoice(env, workflow);
  // Without a key nothing is offered, and that is what to say of it.
  keyedServer(env);
  if (!workflowId) return demandWorkflow(env, 'fast');
  const name = (['fast', 'accurate'] as const).find((each) => {
    const offer = workflowOffer(env, each);
    return offer.available && offer.id === workflowId;
  });
  if (!name) throw new ApiError('workflow_not_offered');
  return runnableOf(env, name);
}

/**
 * The further workflows that a person may choose from, by name.
 * @throws ApiError `not_configured` where WORKFLOWS is malformed, or lacks a key or a workspace.
 */
export function workflowChoices(env: Env): Map<string, Runnable> {
  const entries = (listSetting(env, 'WORKFLOWS') ?? []).map(splitChoice);
  if (entries.length === 0) return new Map();
  keyedServer(env);
  const workspace = demandWorkspace(env);
  return new Map(entries.map(([name, id]) => [name, { workspace, id }]));
}

function demandChoice(env: Env, name: string): Runnable {
  const choice = workflowChoices(env).get(name);
  if (!choice) throw new ApiError('workflow_not_offered');
  return choice;
}

/** @throws ApiError `not_configured`, naming the first variable that is missing or malformed. */
function runnableOf(env: Env, name: WorkflowName): Runnable {
  keyedServer(env);
  const id = setting(env, IDS[name]);
  if (id !== undefined) return { workspace: demandWorkspace(env), id };
  const model = name === 'fast' ? setting(env, 'FAST_MODEL_ID') : undefined;
  if (model === undefined) throw new ApiError('not_configured', whyAbsent(env, name));
  const allowed = modelParameters(listSetting(env, 'WORKFLOW_INPUTS') ?? []);
  return { specification: modelWorkflow(model, allowed) };
}

/** @throws ApiError `not_configured` */
function demandWorkspace(env: Env): string {
  const workspace = workspaceOf(env, workerServer(env));
  if (!workspace) throw new ApiError('not_configured', missing('ROBOFLOW_WORKSPACE'));
  return workspace;
}

function whyAbsent(env: Env, name: WorkflowName): string {
  if (name === 'accurate' && workerServer(env).local)
    return 'ACCURATE_WORKFLOW_ID is missing. The embedded worker has one by the name of "accurate"; npm start sets it.';
  return missing(IDS[name]);
}
