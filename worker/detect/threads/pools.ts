import { type Gate, type PoolOptions, ThreadPool } from './thread-pool';

/** Photos take seconds, and have a thread of their own: live frames must not wait behind one. */
export type Pools<Job, Answer> = { live: ThreadPool<Job, Answer>; photos: ThreadPool<Job, Answer> };

/**
 * To live frames: to the quick detections in them, and to those that take seconds, which the photos' thread
 * does.
 */
export type Gates = { fast: Gate; slow: Gate };

export type PoolsOptions = Pick<PoolOptions, 'entry' | 'data' | 'endsItself' | 'maxWaiting'> & {
  /** That work on live frames. */
  threads: number;
  frameLimitMs: number;
  photoLimitMs: number;
  gates?: Gates | undefined;
};

/** What they hold is counted in bytes (http/bodies.ts). */
const PHOTOS_WAITING = 32;

export function createPools<Job, Answer>(options: PoolsOptions): Pools<Job, Answer> {
  const { threads, frameLimitMs, photoLimitMs, gates, ...shared } = options;
  return {
    live: new ThreadPool({ ...shared, size: threads, jobLimitMs: frameLimitMs, gate: gates?.fast }),
    photos: new ThreadPool({
      ...shared,
      size: 1,
      jobLimitMs: photoLimitMs,
      gate: gates?.slow,
      maxWaiting: PHOTOS_WAITING,
    }),
  };
}

export async function closePools<Job, Answer>({ live, photos }: Pools<Job, Answer>): Promise<void> {
  await Promise.all([live.close(), photos.close()]);
}
