/** What is offered to the worker, and the exchange of the two descriptions. */
import type { Connector, WebRTCParams } from '@roboflow/inference-sdk';
import type { LineageParam, RateParam } from '../../../protocol/api';
import type { Fetch } from '../../api/client';
import { offerFailureSeen } from '../../api/config';
import { Failure } from '../../errors/failure';
import type { Scope } from '../../time/scope';
import { addCameraTrack, sentRate } from './sender';

/**
 * A channel for results and the camera's track. @throws Failure `webrtc_missing` where the browser lacks
 * either.
 */
export function equip(
  pc: RTCPeerConnection,
  track: MediaStreamTrack,
): { channel: RTCDataChannel; sender: RTCRtpSender } {
  try {
    return {
      channel: pc.createDataChannel('inference', { ordered: true }),
      sender: addCameraTrack(pc, track),
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
  params: WebRTCParams,
  { fetch, scope }: { fetch: Fetch; scope: Scope },
) {
  const answer = await connector.connectWrtc({ type: 'offer', sdp }, params).catch(async (thrown) => {
    throw await offerFailureSeen(thrown, fetch, scope);
  });
  await pc.setRemoteDescription({ type: 'answer', sdp: answer.sdp }).catch((cause) => {
    throw new Failure('worker_bad_answer', { cause });
  });
  return answer;
}

/** The SDK passes params that it does not know through to our proxy, which reads these two. */
export function paramsOf(
  params: WebRTCParams,
  lineage: string | null,
  track: MediaStreamTrack | null,
): WebRTCParams & LineageParam & RateParam {
  const declaredFps = sentRate(track);
  return {
    ...params,
    ...(lineage === null ? {} : { lineage }),
    ...(declaredFps === null ? {} : { declaredFps }),
  };
}
