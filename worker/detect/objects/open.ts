/** Brings up the threads that see objects, and finds out whether they can. */
import { existsSync } from 'node:fs';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Gate, type PoolOptions, ThreadPool } from '../threads/thread-pool';
import type { ModelFacts } from './model/facts';
import { type ModelFile, readModelFile } from './model/file';
import type { Thresholds } from './model/object-model';
import { ModelRefused } from './model/refused';
import { askModel, type ObjectPool } from './object-detector';
import type { ObjectThreadData } from './object-thread';

export type ObjectThreads = {
  live: ObjectPool;
  photos: ObjectPool;
  facts: ModelFacts;
  /** What an inline workflow calls the model, as `project/version`. */
  id: string;
};

/** Seeing objects, or one line that says why this machine cannot. */
export type Objects = ObjectThreads | { missing: string };

/** To live frames: to the quick looks at them, and to those that take seconds. */
export type Gates = { fast: Gate; slow: Gate };

export type ObjectSettings = Thresholds & {
  /** null is the model that comes with the worker. */
  model: string | null;
  labels: string | null;
  /** Threads that look at live frames; photos have one of their own. */
  threads: number;
  /** Of which one is to be ready at once; the others start when they are needed. */
  first: 'live' | 'photos';
  /** The threads' file. */
  program: string;
  /** To live frames: the accurate workflow looks at them with the photos' thread. */
  gates?: Gates | undefined;
  /** Turns that may wait in all of the sessions. */
  maxWaiting: number;
};

export const SHIPPED = fileURLToPath(new URL('../../model/signs.onnx', import.meta.url));

/** A large model on a slow core takes seconds for a frame, and as long for each of a photo's tiles. */
const FRAME_LIMIT_MS = 15_000;
const PHOTO_LIMIT_MS = 60_000;
/** What they hold is counted in bytes (http/bodies.ts). */
const PHOTOS_WAITING = 32;

/** @throws ModelRefused where the deployer's model cannot be used, Error where a thread cannot start */
export async function openObjects(settings: ObjectSettings): Promise<Objects> {
  const { model, labels, threads, first, maxWaiting, gates } = settings;
  if (model === null && !existsSync(SHIPPED)) {
    return {
      missing:
        'Objects cannot be detected here, codes can be read: worker/model/signs.onnx is missing; get it back with "git checkout worker/model", or set MODEL.',
    };
  }
  const file = await readModelFile(model ?? SHIPPED, labels);
  const pools = {
    live: makePool(file, settings, {
      size: threads,
      jobLimitMs: FRAME_LIMIT_MS,
      maxWaiting,
      gate: gates?.fast,
    }),
    // Live frames must not wait behind a photo.
    photos: makePool(file, settings, {
      size: 1,
      jobLimitMs: PHOTO_LIMIT_MS,
      maxWaiting: PHOTOS_WAITING,
      gate: gates?.slow,
    }),
  };
  const close = () => Promise.all([pools.live.close(), pools.photos.close()]);
  try {
    const report = await askModel(pools[first]);
    if ('refused' in report) throw new ModelRefused(report.refused);
    if ('facts' in report) return { ...pools, facts: report.facts, id: modelId(model) };
    await close();
    return report;
  } catch (error) {
    await close();
    throw error;
  }
}

function modelId(path: string | null): string {
  return path === null ? 'sightline-signs/1' : `${parse(path).name}/1`;
}

function makePool(
  file: ModelFile,
  { confidence, iou, program: entry }: ObjectSettings,
  options: Omit<PoolOptions, 'entry' | 'data' | 'endsItself'>,
): ObjectPool {
  const data: ObjectThreadData = { file, thresholds: { confidence, iou } };
  return new ThreadPool({ ...options, entry, data, endsItself: true });
}
