/** A frame's result, with what its message says of the session. */
import type { TerminationReason, WorkerMessage } from '../../protocol/result';
import type { Result } from './kinds/model';
import type { Workflow } from './kinds/workflow';
import { readMessage } from './readResult';

export type LiveResult = Result & {
  frameId: number;
  /** The session's last message. */
  complete: boolean;
  terminationReason: TerminationReason | null;
};

/** @param frameId of the message's chunks, where the message itself names none */
export function liveResult(
  frameId: number,
  message: WorkerMessage,
  workflow: Workflow | null = null,
): LiveResult {
  return {
    ...readMessage(message, { workflow }),
    frameId: message.video_metadata?.frame_id ?? frameId,
    complete: message.processing_complete,
    terminationReason: message.termination_reason,
  };
}
