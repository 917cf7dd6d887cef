/** From data-channel messages to results, in order. */
import { Reassembler } from '../../../protocol/framing';
import { decodeMessage, type WorkerMessage } from '../../../protocol/result';
import { Failure } from '../../errors/failure';
import type { Workflow } from '../../results/kinds/workflow';
import { type LiveResult, liveResult } from '../../results/live';
import { createNarrowing } from './narrowing';

/**
 * Listens to the worker's channel from before it opens: the SDK attaches only after connecting and may miss
 * the first messages. A message that cannot be read is dropped: the next one is at most a frame away.
 */
export function readResults(
  channel: RTCDataChannel,
  workflow: Workflow | null,
  onResult: (result: LiveResult) => void,
  signal: AbortSignal,
): void {
  const reassembler = new Reassembler();
  const narrow = createNarrowing(channel);
  channel.binaryType = 'arraybuffer';
  channel.addEventListener(
    'message',
    ({ data }: MessageEvent<unknown>) => {
      const read = isBytes(data) ? readMessage(reassembler, new Uint8Array(data)) : null;
      if (!read) return;
      if (read.message.serialized_output_data) narrow(read.message.serialized_output_data);
      onResult(liveResult(read.frameId, read.message, workflow));
    },
    { signal },
  );
}

/**
 * Not `instanceof`: the channel of a peer that was made in another frame delivers that frame's ArrayBuffer.
 */
function isBytes(data: unknown): data is ArrayBuffer {
  return Object.prototype.toString.call(data) === '[object ArrayBuffer]';
}

function readMessage(
  reassembler: Reassembler,
  bytes: Uint8Array,
): { frameId: number; message: WorkerMessage } | null {
  const whole = reassembler.push(bytes);
  if (!whole) return null;
  try {
    return { frameId: whole.frameId, message: decodeMessage(whole.payload) };
  } catch {
    return null;
  }
}

/**
 * Why the worker says that it is done. Without a reason its track has ended, or a result could not be written
 * down, which happens with the first one and then with every first one (inference 1.8.3,
 * streamvision/webrtc_worker/webrtc.py:1492): dialling again would not help.
 * @param results how many came before
 */
export function endOf({ terminationReason }: LiveResult, results: number): Failure {
  if (terminationReason === 'timeout_reached') return new Failure('session_ended');
  return new Failure(terminationReason === null && results === 0 ? 'workflow_failed' : 'worker_ended');
}
