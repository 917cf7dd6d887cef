import * as v from 'valibot';
import { type IceServer, type InputValue, PICTURE_NAME } from '../../protocol/api';
import { withUsableCandidates } from '../../protocol/candidates';
import { parseJson } from '../../protocol/parse';
import type { InitialiseRequest } from '../../protocol/worker';
import { ApiError } from '../errors';
import type { Env } from '../settings/env';
import { keyedServer } from './server';
import type { Runnable } from './workflows';

export const OFFER_BYTES = 64 * 1024;
/** Charged when the session starts, so it is short; the page dials the next session before it runs out. */
export const SESSION_SECONDS = 600;
export const PLANS = { standard: 'webrtc-gpu-small', enhanced: 'webrtc-gpu-medium' } as const;

/** No phone's camera gives more. */
const MOST_FPS = 240;

/**
 * What of the SDK's body counts. The rest of its `wrtcParams` is dropped in silence, because the SDK fills
 * some of it by itself (`iceServers`) and this server decides it anyway: workflow specification, RTSP
 * address, region, outputs, thread pools. `workflowsParameters` are checked against the workflow's own inputs
 * (inputs.ts).
 */
const offerBody = v.object({
  offer: v.object({ type: v.literal('offer'), sdp: v.string() }),
  wrtcParams: v.nullish(
    v.object({
      workflowId: v.nullish(v.string()),
      workflow: v.nullish(v.pipe(v.string(), v.maxLength(100))),
      workflowsParameters: v.nullish(v.record(v.string(), v.unknown())),
      requestedPlan: v.nullish(v.picklist(Object.values(PLANS))),
      processingTimeout: v.nullish(v.pipe(v.number(), v.minValue(1))),
      // Never a reason to refuse: what cannot be read counts as none.
      declaredFps: v.fallback(v.nullish(v.pipe(v.number(), v.minValue(1), v.maxValue(MOST_FPS))), null),
      picture: v.optional(v.union([v.literal(true), v.pipe(v.string(), v.regex(PICTURE_NAME))])),
      lineage: v.fallback(v.nullish(v.pipe(v.string(), v.maxLength(256))), null),
    }),
  ),
});
export type OfferBody = v.InferOutput<typeof offerBody>;

const NO_JSON = 'The body is not JSON. Send {"offer":{"type":"offer","sdp":"…"},"wrtcParams":{…}}.';

/**
 * @throws ApiError `bad_offer` where the SDP is none of ours, `bad_request` where anything else is malformed.
 */
export function readOffer(text: string): OfferBody {
  const body = parseJson(text);
  if (body === undefined) throw new ApiError('bad_request', NO_JSON);
  const parsed = v.safeParse(offerBody, body);
  if (!parsed.success) {
    const field = v.getDotPath(parsed.issues[0]);
    throw new ApiError(field?.startsWith('offer') ? 'bad_offer' : 'bad_request');
  }
  checkSdp(parsed.output.offer.sdp);
  return parsed.output;
}

/** The lineage that the page carried from its last dial, still to be verified. */
export function lineageOf({ wrtcParams }: OfferBody): string | undefined {
  return wrtcParams?.lineage ?? undefined;
}

export function withServers<R extends InitialiseRequest>(request: R, iceServers: IceServer[] | null): R {
  return { ...request, webrtc_config: iceServers && { iceServers } };
}

/** Whole seconds: to the worker a fraction is a 422, and null would be seven days. */
export function grantedSeconds({ wrtcParams }: OfferBody): number {
  return Math.min(Math.floor(wrtcParams?.processingTimeout ?? SESSION_SECONDS), SESSION_SECONDS);
}

/** Whether the session is one of ENH: for the proxy that is who asks for its GPU. */
export function isEnhanced({ wrtcParams }: OfferBody): boolean {
  return wrtcParams?.requestedPlan === PLANS.enhanced;
}

/** What was decided here of a session. */
export type Order = {
  workflow: Runnable;
  /** Names for `data_output`; `*` for all but images. A wrong one is refused. */
  outputs: string[];
  parameters: Record<string, InputValue> | undefined;
  region: string | undefined;
};

/**
 * The worker's request, every field of it decided here but its ICE servers: those may cost something, and are
 * made when it is paid.
 */
export function workerRequest(env: Env, body: OfferBody, order: Order) {
  const asked = body.wrtcParams;
  return {
    api_key: keyedServer(env).apiKey,
    workflow_configuration: {
      type: 'WorkflowConfiguration',
      ...workflowFields(order.workflow),
      image_input_name: 'image',
      ...(order.parameters ? { workflows_parameters: order.parameters } : {}),
    },
    // Another's worker is not made to knock at its own machine for a visitor, either.
    webrtc_offer: { type: 'offer', sdp: withUsableCandidates(body.offer.sdp, 'any') },
    webrtc_config: null,
    webrtc_realtime_processing: true,
    stream_output: streamOutput(asked?.picture),
    data_output: order.outputs,
    processing_timeout: grantedSeconds(body),
    requested_plan: asked?.requestedPlan ?? PLANS.standard,
    ...(order.region ? { requested_region: order.region } : {}),
    ...(asked?.declaredFps ? { declared_fps: asked.declaredFps } : {}),
  } satisfies InitialiseRequest;
}

function workflowFields(workflow: Runnable) {
  return 'id' in workflow
    ? { workspace_name: workflow.workspace, workflow_id: workflow.id }
    : { workflow_specification: workflow.specification };
}

/** Null lets the worker find the first picture; an empty list is no video back (inference, webrtc.py:670-778). */
function streamOutput(picture: string | true | undefined): string[] | null {
  if (picture === undefined) return [];
  return picture === true ? null : [picture];
}

/**
 * One video, one data channel, and the ICE and DTLS lines without which the worker answers "Internal error."
 * (RFC 8866, RFC 8829).
 */
function checkSdp(sdp: string): void {
  const count = (line: RegExp) => sdp.match(line)?.length ?? 0;
  const right =
    sdp.startsWith('v=0') &&
    count(/^m=video /gm) === 1 &&
    count(/^m=application /gm) === 1 &&
    count(/^a=ice-ufrag:\S/gm) > 0 &&
    count(/^a=ice-pwd:\S/gm) > 0 &&
    count(/^a=fingerprint:\S/gm) > 0;
  if (!right) throw new ApiError('bad_offer');
}
