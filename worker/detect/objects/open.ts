/** Brings up the threads that detect objects, and finds out whether they can. */
import { existsSync } from 'node:fs';
import { parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closePools, createPools, type PoolsOptions } from '../threads/pools';
import type { ModelFacts } from './model/facts';
import { readModelFile } from './model/file';
import type { Thresholds } from './model/object-model';
import { ModelRefused } from './model/refused';
import { askModel, type ObjectPools } from './object-detector';
import type { ObjectThreadData } from './object-thread';

export type ObjectThreads = ObjectPools & {
  facts: ModelFacts;
  /** What an inline workflow calls the model, as `project/version`. */
  id: string;
};

/** Detecting objects, or one line that says why this machine cannot. */
export type Objects = ObjectThreads | { missing: string };

export type ObjectSettings = Thresholds &
  Pick<PoolsOptions, 'threads' | 'gates' | 'maxWaiting'> & {
    /** null is the model that comes with the worker. */
    model: string | null;
    labels: string | null;
    /** The file of the network that segments, for the accurate workflow; none where not given. */
    masks?: string | null;
    /** Of which threads one is to be ready at once; the others start when they are needed. */
    first: 'live' | 'photos';
    /** The threads' file. */
    program: string;
  };

export const SHIPPED = fileURLToPath(new URL('../../model/signs.onnx', import.meta.url));

/** A large model on a slow core takes seconds for a frame, and as long for each of a photo's tiles. */
const FRAME_LIMIT_MS = 15_000;
const PHOTO_LIMIT_MS = 60_000;

/** @throws ModelRefused where the deployer's model cannot be used, Error where a thread cannot start */
export async function openObjects(settings: ObjectSettings): Promise<Objects> {
  const {
    model,
    labels,
    masks,
    confidence,
    iou,
    threads,
    first,
    maxWaiting,
    gates,
    program: entry,
  } = settings;
  if (model === null && !existsSync(SHIPPED)) {
    return {
      missing:
        'Objects cannot be detected here, codes can be read: worker/model/signs.onnx is missing; get it back with "git checkout worker/model", or set MODEL.',
    };
  }
  const data: ObjectThreadData = {
    file: await readModelFile(model ?? SHIPPED, labels),
    thresholds: { confidence, iou },
    masks: masks ?? null,
  };
  const limits = { frameLimitMs: FRAME_LIMIT_MS, photoLimitMs: PHOTO_LIMIT_MS, maxWaiting };
  const pools: ObjectPools = createPools({ ...limits, entry, data, threads, gates, endsItself: true });
  try {
    const report = await askModel(pools[first]);
    if ('refused' in report) throw new ModelRefused(report.refused);
    if ('facts' in report) return { ...pools, facts: report.facts, id: modelId(model) };
    await closePools(pools);
    return report;
  } catch (error) {
    await closePools(pools);
    throw error;
  }
}

function modelId(path: string | null): string {
  return path === null ? 'sightline-signs/1' : `${parse(path).name}/1`;
}
