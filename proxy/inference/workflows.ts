import type { WorkflowName, WorkflowOffer } from '../../protocol/api';
import { ApiError } from '../errors';
import { type Env, missing, setting } from '../settings/env';
import { readyServer, workerServer } from './server';

const IDS = { fast: 'FAST_WORKFLOW_ID', accurate: 'ACCURATE_WORKFLOW_ID' } as const;

/** The workflow's id, or why this deployment has none, in one sentence with a remedy. */
export function workflowOffer(env: Env, name: WorkflowName): WorkflowOffer {
  try {
    readyServer(env);
    const id = setting(env, IDS[name]);
    return id ? { available: true, id } : { available: false, reason: whyAbsent(env, name) };
  } catch (thrown) {
    if (thrown instanceof ApiError) return { available: false, reason: thrown.message };
    throw thrown;
  }
}

/** @throws ApiError `workflow_not_offered` with the reason. */
export function demandWorkflow(env: Env, name: WorkflowName): string {
  const offer = workflowOffer(env, name);
  if (!offer.available) throw new ApiError('workflow_not_offered', offer.reason);
  return offer.id;
}

/**
 * Only an id that this deployment offers may reach the worker: every other one would spend the owner's money
 * on a stranger's idea.
 * @throws ApiError `workflow_not_offered`
 */
export function allowedWorkflow(env: Env, asked: string | undefined): string {
  if (asked === undefined) return demandWorkflow(env, 'fast');
  const offers = [workflowOffer(env, 'fast'), workflowOffer(env, 'accurate')];
  if (!offers.some((offer) => offer.available && offer.id === asked))
    throw new ApiError('workflow_not_offered');
  return asked;
}

function whyAbsent(env: Env, name: WorkflowName): string {
  if (name === 'accurate' && workerServer(env).local)
    return 'ACCURATE_WORKFLOW_ID is missing. The embedded worker has one by the name of "accurate"; npm start sets it.';
  return missing(IDS[name]);
}
