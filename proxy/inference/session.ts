/** A live session: what is ordered of the worker, by what the workflow says of itself. */
import type { InitialiseAnswer, InitialiseRequest } from '../../protocol/worker';
import type { Asking } from '../context';
import { ApiError } from '../errors';
import type { Env } from '../settings/env';
import { askForSession } from './ask';
import { dataOutput } from './described';
import { checkInputs, offeredInputs } from './inputs';
import type { Interfaces } from './interfaces';
import { isEnhanced, type OfferBody, type Order } from './offer';
import { allowedWorkflow } from './workflows';

/** Where a workflow does not say what it gives: all of it but pictures. */
const EVERYTHING = ['*'];

/** What of an order can be decided before anybody is asked or has paid. */
export type Wish = Pick<Order, 'workflow' | 'region'> & { given: Record<string, unknown> };

/** @throws ApiError `workflow_not_offered`, `not_configured`; `input_refused` where that is known already. */
export async function readWish(
  env: Env,
  body: OfferBody,
  region: string | undefined,
  interfaces: Interfaces,
): Promise<Wish> {
  const asked = body.wrtcParams ?? {};
  const enhanced = isEnhanced(body);
  const workflow = allowedWorkflow(env, asked, enhanced);
  // The inputs of a workflow that was chosen and now waits are not those of the fast one.
  const given = enhanced && asked.workflow ? {} : (asked.workflowsParameters ?? {});
  const known = await interfaces.known(env, workflow);
  if (known !== undefined) checkInputs(offeredInputs(env, known), given);
  return { workflow, region, given };
}

/** Asks the workflow what it takes and gives, where nobody knows it yet.
 * @throws ApiError `input_refused` */
export async function orderFor(
  env: Env,
  { workflow, region, given }: Wish,
  interfaces: Interfaces,
  asking: Asking,
): Promise<Order> {
  const described = await interfaces.ask(env, workflow, asking);
  return {
    workflow,
    region,
    outputs: described ? dataOutput(described.outputs) : EVERYTHING,
    parameters: checkInputs(offeredInputs(env, described), given),
  };
}

/**
 * Carries the offer to the worker. An output that has got another name since the workflow was asked is refused
 * before anything starts; the session is then to be had in today's way.
 * @throws ApiError as `askForSession`
 */
export async function startSession(
  env: Env,
  request: InitialiseRequest,
  workflow: Order['workflow'],
  interfaces: Interfaces,
  asking: Asking,
): Promise<Omit<InitialiseAnswer, 'status'>> {
  try {
    return await askForSession(env, request, asking);
  } catch (thrown) {
    if (!namesOutputs(request) || !isRefusal(thrown)) throw thrown;
    await interfaces.forget(env, workflow);
    return askForSession(env, { ...request, data_output: EVERYTHING }, asking);
  }
}

function namesOutputs({ data_output: names }: InitialiseRequest): boolean {
  return names?.some((name) => name !== '*') ?? false;
}

/** Its `WebRTCConfigurationError` is a 400; a 422 would be about the offer. */
function isRefusal(thrown: unknown): boolean {
  return (
    thrown instanceof ApiError && thrown.code === 'worker_refused_offer' && thrown.upstreamStatus === 400
  );
}
