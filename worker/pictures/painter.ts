import { ask } from '../detect/threads/ask';
import { ThreadPool } from '../detect/threads/thread-pool';
import type { FrameJob, Painted, PhotoJob, PictureJob } from './painting';

export type Painter = {
  /** Starts the thread, so that the first picture need not wait for it. */
  warm(): void;
  /**
   * Takes the frame's bytes over, or the photo's. @throws PoolBusy, UnreadablePhoto, or Error where it cannot
   * be painted.
   */
  paintFrame(job: Omit<FrameJob, 'kind'>): Promise<Painted>;
  paintPhoto(job: Omit<PhotoJob, 'kind'>): Promise<Painted>;
  close(): Promise<void>;
};

/** A 4K frame takes a quarter of a second, a photo of 50 megapixels a few. */
const JOB_LIMIT_MS = 20_000;

/**
 * One thread for all sessions: each asks for one picture at a time. It starts with the first who needs it.
 * @param entry its file.
 */
export function createPainter(maxWaiting: number, entry: string): Painter {
  const pool = new ThreadPool<PictureJob, Painted>({ size: 1, entry, jobLimitMs: JOB_LIMIT_MS, maxWaiting });
  return {
    warm: () => void pool.run(() => null).catch(() => {}),
    paintFrame: (job) => ask(pool, { kind: 'frame', ...job }, job.frame.data),
    paintPhoto: (job) => ask(pool, { kind: 'photo', ...job }, job.bytes),
    close: () => pool.close(),
  };
}
