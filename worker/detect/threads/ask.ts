/** Between the event loop and the threads that detect. */
import type { VideoFrame } from '../../media/wrtc';
import { type Detections, type Detector, UnreadablePhoto } from '../types';
import type { Pools } from './pools';
import type { Prepared, ThreadAnswer, ThreadPool } from './thread-pool';

/**
 * A thread's answer to one job. @param bytes of the job, which the thread takes over. @throws
 * UnreadablePhoto, PoolBusy, PoolLate, Error
 */
export async function ask<Job, Answer>(
  pool: ThreadPool<Job, Answer>,
  job: Job,
  bytes?: Uint8Array,
): Promise<Answer> {
  const posted = await pool.run(() => handOver(job, bytes));
  if (!posted) throw new Error('The worker is shutting down.');
  return unpack(posted);
}

export type JobWriter<Job, Answer> = {
  ofFrame(frame: VideoFrame): Job;
  /** @throws UnreadablePhoto for what is no photo, before any thread is asked. */
  ofPhoto(bytes: Uint8Array): Job;
  toDetections(answer: Answer): Detections;
};

export function createThreadDetector<Job, Answer>(
  { live, photos }: Pools<Job, Answer>,
  { ofFrame, ofPhoto, toDetections }: JobWriter<Job, Answer>,
): Detector {
  return {
    async detectNewest(take) {
      const posted = await live.run(() => {
        const frame = take();
        return frame && handOver(ofFrame(frame), frame.data);
      });
      return posted && toDetections(unpack(posted));
    },
    warm: () => void live.open().catch(() => {}),
    detectPhoto: async (bytes) => toDetections(await ask(photos, ofPhoto(bytes), bytes)),
  };
}

/** Moved, not copied: the picture is the detector's, and a copy would be made on the media's own thread. */
function handOver<Job>(job: Job, bytes?: Uint8Array): Prepared<Job> {
  return { job, transfer: bytes?.buffer instanceof ArrayBuffer ? [bytes.buffer] : [] };
}

/** @throws UnreadablePhoto, or Error where the detection itself broke */
function unpack<Answer>(posted: ThreadAnswer<Answer>): Answer {
  if ('answer' in posted) return posted.answer;
  throw posted.unreadable ? new UnreadablePhoto(posted.failure) : new Error(posted.failure);
}
