/** Objects as a `Detector`: asks the threads that hold the model. */
import { randomUUID } from 'node:crypto';
import type { DetectOptions, MaskedBox } from '../boxes';
import { ask, createThreadDetector } from '../threads/ask';
import type { Pools } from '../threads/pools';
import type { ThreadPool } from '../threads/thread-pool';
import type { Detector, WirePrediction } from '../types';
import type { Manner, ModelReport, ObjectAnswer, ObjectJob } from './object-thread';

export type ObjectPools = Pools<ObjectJob, ObjectAnswer>;

export type ObjectDetectorOptions = {
  manner: Manner;
  /** Where not the worker's own. */
  detect?: DetectOptions;
};

export function createObjectDetector(
  pools: ObjectPools,
  { manner, detect: options = {} }: ObjectDetectorOptions,
): Detector {
  return createThreadDetector<ObjectJob, ObjectAnswer>(pools, {
    ofFrame: (frame) => ({ kind: 'frame', manner, options, frame }),
    ofPhoto: (bytes) => ({ kind: 'photo', manner, options, bytes }),
    toDetections: (answer) => {
      if (!('found' in answer)) throw new Error(WRONG_ANSWER);
      const { boxes, ...size } = answer.found;
      return { ...size, predictions: boxes.map(toPrediction) };
    },
  });
}

/** Asks a thread whether its model can be used. */
export async function askModel(pool: ThreadPool<ObjectJob, ObjectAnswer>): Promise<ModelReport> {
  const answer = await ask<ObjectJob, ObjectAnswer>(pool, { kind: 'describe' });
  if ('report' in answer) return answer.report;
  throw new Error(WRONG_ANSWER);
}

const WRONG_ANSWER = 'The detection thread answered another question.';

function toPrediction(box: MaskedBox): WirePrediction {
  return { ...box, detection_id: randomUUID(), parent_id: 'image.[0]' };
}
