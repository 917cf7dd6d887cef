/** Brings up the threads that see objects, and finds out whether they can. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ThreadPool } from '../thread-pool';
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

export type ObjectSettings = Thresholds & {
  /** null is the model that comes with the worker. */
  model: string | null;
  labels: string | null;
  /** Turns that may wait in all of the sessions. */
  maxWaiting: number;
};

const SHIPPED = fileURLToPath(new URL('../../model/signs.onnx', import.meta.url));

/** A run blocks its thread. Up to two cores media shares one with it; beyond, it has one to itself. */
const CORES = availableParallelism();
const LIVE_THREADS = Math.min(8, CORES > 2 ? CORES - 1 : CORES);
/** A large model on a slow core takes seconds for a frame, and as long for each of a photo's tiles. */
const FRAME_LIMIT_MS = 15_000;
const PHOTO_LIMIT_MS = 60_000;
const PHOTOS_WAITING = 8;

/** @throws ModelRefused where the deployer's model cannot be used, Error where a thread cannot start */
export async function openObjects(settings: ObjectSettings): Promise<Objects> {
  const { model, labels } = settings;
  if (model === null && !existsSync(SHIPPED)) {
    return {
      missing:
        'Objects cannot be detected here, codes can be read: worker/model/signs.onnx is missing; get it back with "git checkout worker/model", or set MODEL.',
    };
  }
  const file = await readModelFile(model ?? SHIPPED, labels);
  const live = makePool(file, settings, LIVE_THREADS, FRAME_LIMIT_MS, settings.maxWaiting);
  try {
    const report = await askModel(live);
    if ('refused' in report) throw new ModelRefused(report.refused);
    if ('facts' in report) {
      // Waited for: while the others start, the first sessions' results would come late. One thread alone would do, too.
      await live.open().catch(() => {});
      // Started with the first photo: live frames must not wait behind one.
      const photos = makePool(file, settings, 1, PHOTO_LIMIT_MS, PHOTOS_WAITING);
      return { live, photos, facts: report.facts, id: modelId(model) };
    }
    await live.close();
    return report;
  } catch (error) {
    await live.close();
    throw error;
  }
}

function modelId(path: string | null): string {
  return path === null ? 'sightline-signs/1' : `${parse(path).name}/1`;
}

function makePool(
  file: ModelFile,
  { confidence, iou }: ObjectSettings,
  size: number,
  jobLimitMs: number,
  maxWaiting: number,
): ObjectPool {
  const entry = new URL('./object-thread.ts', import.meta.url);
  const data: ObjectThreadData = { file, thresholds: { confidence, iou } };
  return new ThreadPool({ size, entry, data, jobLimitMs, maxWaiting, endsItself: true });
}
