/** Between the event loop and a detection thread. */

import { UnreadablePhoto } from '../types';
import type { Prepared, ThreadAnswer } from './thread-pool';

/** Moved, not copied: the picture is the detector's, and a copy would be made on the media's own thread. */
export function handOver<Job>(job: Job, bytes: Uint8Array): Prepared<Job> {
  return { job, transfer: bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [] };
}

/** @throws UnreadablePhoto, or Error where the detection itself broke */
export function unpack<Answer>(posted: ThreadAnswer<Answer>): Answer {
  if ('answer' in posted) return posted.answer;
  throw posted.unreadable ? new UnreadablePhoto(posted.failure) : new Error(posted.failure);
}
