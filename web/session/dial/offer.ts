/** What is offered to the worker, and the exchange of the two descriptions. */
import type { Connector, WebRTCParams } from '@roboflow/inference-sdk';
import type { LineageParam, PictureParam, RateParam } from '../../../protocol/api';
import type { Fetch } from '../../api/client';
import { offerFailureSeen } from '../../api/config';
import { asFailure, Failure } from '../../errors/failure';
import type { Scope } from '../../time/scope';
import type { DialPlan } from './plan';
import { splitAnswer } from './sdp/answerSdp';
import { addCameraTrack, sentRate } from './sender';

export type OfferParams = WebRTCParams & LineageParam & RateParam & PictureParam;

/**
 * A channel for results and the camera's track. @throws Failure `webrtc_missing` where the browser lacks
 * either.
 */
export function equip(
  pc: RTCPeerConnection,
  track: MediaStreamTrack,
  videoBack: boolean,
): { channel: RTCDataChannel; transceiver: RTCRtpTransceiver } {
  try {
    return {
      channel: pc.createDataChannel('inference', { ordered: true }),
      transceiver: addCameraTrack(pc, track, videoBack),
    };
  } catch (cause) {
    throw new Failure('webrtc_missing', { cause });
  }
}

/**
 * Has the browser describe what it will send. @throws Failure `webrtc_missing`: no network has a part in
 * this.
 */
export async function setOffer(pc: RTCPeerConnection): Promise<void> {
  try {
    await pc.setLocalDescription(await pc.createOffer());
  } catch (cause) {
    throw new Failure('webrtc_missing', { cause });
  }
}

/**
 * Sends the offer. Resolves with the answer once the peer has taken it, whether or not somebody still waits
 * for it.
 * @throws Failure with the proxy's own code, or `worker_bad_answer`
 */
export async function exchange(
  connector: Connector,
  pc: RTCPeerConnection,
  sdp: string,
  params: OfferParams,
  { fetch, scope }: { fetch: Fetch; scope: Scope },
) {
  const ask = (wanted: OfferParams) =>
    connector.connectWrtc({ type: 'offer', sdp }, wanted).catch(async (thrown) => {
      throw await offerFailureSeen(thrown, fetch, scope);
    });
  const answer = await ask(params).catch((thrown) => {
    if (!mayBeForPicture(thrown, params) || scope.signal.aborted) throw thrown;
    return ask({ ...params, picture: undefined });
  });
  await take(pc, answer.sdp, scope).catch((cause) => {
    throw new Failure('worker_bad_answer', { cause });
  });
  return answer;
}

/** Three checks of libwebrtc's. */
const LATE_MS = 150;

/** The peer may be closed by the time the rest of the candidates is due: nothing is lost then. */
async function take(pc: RTCPeerConnection, answer: string, { clock, signal }: Scope): Promise<void> {
  const { sdp, late } = splitAnswer(answer);
  await pc.setRemoteDescription({ type: 'answer', sdp });
  if (late.length === 0) return;
  clock.after(LATE_MS, () => late.forEach((each) => void pc.addIceCandidate(each).catch(() => {})), signal);
}

/**
 * A workflow may have lost its picture since the person chose it, and a worker refuses a name that it does
 * not know (inference, errh:1069). Results without a picture are better than none.
 */
function mayBeForPicture(thrown: unknown, { picture }: OfferParams): boolean {
  return picture !== undefined && asFailure(thrown, 'worker_bad_answer').code === 'worker_refused_offer';
}

/** The SDK passes params that it does not know through to our proxy, which reads these. */
export function paramsOf(
  { wrtcParams, picture }: DialPlan,
  lineage: string | null,
  track: MediaStreamTrack | null,
): OfferParams {
  const declaredFps = sentRate(track);
  return {
    ...wrtcParams,
    ...(picture === null ? {} : { picture }),
    ...(lineage === null ? {} : { lineage }),
    ...(declaredFps === null ? {} : { declaredFps }),
  };
}
