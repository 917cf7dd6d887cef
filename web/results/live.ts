/** A frame's result, with what its message says of the session. */
import { readFingerprint } from '../../protocol/fingerprint';
import type { TerminationReason, VideoMetadata, WorkerMessage } from '../../protocol/result';
import type { Result } from './kinds/model';
import type { Workflow } from './kinds/workflow';
import { readMessage } from './readResult';

/** What a result says of the frame that it is of. */
export type FrameStamp = {
  /** From 1 on; counts the frames that the worker looked at. */
  frameId: number;
  /** Capture time from an origin that nobody names, ms; null where the worker does not count. */
  ptsMs: number | null;
  /** From a worker of ours: what the frame looked like. */
  fingerprint: Uint8Array | null;
};

export type LiveResult = Result & {
  frameId: number;
  stamp: FrameStamp;
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
  const named = message.video_metadata?.frame_id ?? frameId;
  return {
    ...readMessage(message, { workflow }),
    frameId: named,
    stamp: stampOf(named, message.video_metadata),
    complete: message.processing_complete,
    terminationReason: message.termination_reason,
  };
}

function stampOf(frameId: number, metadata: VideoMetadata | null): FrameStamp {
  const { pts = null, time_base: base = null } = metadata ?? {};
  const ptsMs = pts === null || base === null ? null : pts * base * 1_000;
  return { frameId, ptsMs, fingerprint: readFingerprint(metadata?.fingerprint) };
}
