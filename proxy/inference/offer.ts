import * as v from 'valibot';
import { type IceServer, PICTURE_NAME } from '../../protocol/api';
import { withUsableCandidates } from '../../protocol/candidates';
import type { InitialiseRequest } from '../../protocol/worker';
import { ApiError } from '../errors';
import type { Env } from '../settings/env';
import { readyServer } from './server';
import { allowedWorkflow } from './workflows';

export const OFFER_BYTES = 64 * 1024;
/** Charged when the session starts, so it is short; the page dials the next session before it runs out. */
export const SESSION_SECONDS = 600;
export const PLANS = { standard: 'webrtc-gpu-small', enhanced: 'webrtc-gpu-medium' } as const;

/** No phone's camera gives more. */
const MOST_FPS = 240;

/**
 * What of the SDK's body counts. The rest of its `wrtcParams` is dropped in silence, because the SDK fills
 * some of it by itself (`iceServers`) and this server decides it anyway: workflow specification, RTSP
 * address, region, outputs, thread pools.
 */
const offerBody = v.object({
  offer: v.object({ type: v.literal('offer'), sdp: v.string() }),
  wrtcParams: v.nullish(
    v.object({
      workflowId: v.nullish(v.string()),
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

/**
 * @throws ApiError `bad_offer` where the SDP is none of ours, `bad_request` where anything else is malformed.
 */
export function readOffer(text: string): OfferBody {
  const parsed = v.safeParse(offerBody, parseJson(text));
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

/**
 * The worker's request, every field of it decided here but its ICE servers: those may cost something, and are
 * made when it is paid.
 */
export function workerRequest(env: Env, body: OfferBody) {
  const { apiKey, workspace } = readyServer(env);
  const asked = body.wrtcParams;
  return {
    api_key: apiKey,
    workflow_configuration: {
      type: 'WorkflowConfiguration',
      workspace_name: workspace,
      workflow_id: allowedWorkflow(env, asked?.workflowId ?? undefined),
      image_input_name: 'image',
    },
    // Another's worker is not made to knock at its own machine for a visitor, either.
    webrtc_offer: { type: 'offer', sdp: withUsableCandidates(body.offer.sdp, 'any') },
    webrtc_config: null,
    webrtc_realtime_processing: true,
    stream_output: streamOutput(asked?.picture),
    // All outputs but images. A name would be less to send, but it differs from workflow to workflow, a wrong
    // one is refused, and a named image output would be sent as base64.
    data_output: ['*'],
    // Whole seconds: a fraction is a 422, and null would be seven days.
    processing_timeout: Math.min(Math.floor(asked?.processingTimeout ?? SESSION_SECONDS), SESSION_SECONDS),
    requested_plan: asked?.requestedPlan ?? PLANS.standard,
    ...(asked?.declaredFps ? { declared_fps: asked.declaredFps } : {}),
  } satisfies InitialiseRequest;
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(
      'bad_request',
      'The body is not JSON. Send {"offer":{"type":"offer","sdp":"…"},"wrtcParams":{…}}.',
    );
  }
}
