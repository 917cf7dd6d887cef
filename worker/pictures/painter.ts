import { handOver, unpack } from '../detect/threads/hand-over';
import { ThreadPool } from '../detect/threads/thread-pool';
import type { FrameJob, Painted, PhotoJob, PictureJob } from './painting';

export type Painter = {
  /** Starts the thread, so that the first picture need not wait for it. */
  warm(): void;
  /** Takes the frame's bytes over, or the photo's. @throws PoolBusy, UnreadablePhoto, or Error where it cannot be painted. */
  paintFrame(job: Omit<FrameJob, 'kind'>): Promise<Painted>;
  paintPhoto(job: Omit<PhotoJob, 'kind'>): Promise<Painted>;
  close(): Promise<void>;
};

/** A 4K frame takes a quarter of a second, a photo of 50 megapixels a few. */
const JOB_LIMIT_MS = 20_000;

/** One thread for all sessions: each asks for one picture at a time. It starts with the first who needs it. */
/** @param entry the thread's file. */
export function createPainter(maxWaiting: number, entry: string): Painter {
  const pool = new ThreadPool<PictureJob, Painted>({ size: 1, entry, jobLimitMs: JOB_LIMIT_MS, maxWaiting });
  const paint = async (job: PictureJob, bytes: Uint8Array) => {
    const posted = await pool.run(() => handOver(job, bytes));
    if (!posted) throw new Error('The worker is shutting down.');
    return unpack(posted);
  };
  return {
    warm: () => void pool.run(() => null).catch(() => {}),
    paintFrame: (job) => paint({ kind: 'frame', ...job }, job.frame.data),
    paintPhoto: (job) => paint({ kind: 'photo', ...job }, job.bytes),
    close: () => pool.close(),
  };
}
