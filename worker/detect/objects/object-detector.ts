/** Objects as a `Detector`: hands frames and photos to threads that hold the model. */
import { randomUUID } from 'node:crypto';
import type { Orientation } from '../../media/upright';
import type { Box, DetectOptions, OutlinedBox } from '../boxes';
import { handOver, unpack } from '../threads/hand-over';
import type { Prepared, ThreadPool } from '../threads/thread-pool';
import type { Detections, Detector, WirePrediction } from '../types';
import type { Manner, ModelReport, ObjectAnswer, ObjectJob } from './object-thread';

export type ObjectPool = ThreadPool<ObjectJob, ObjectAnswer>;

export type ObjectDetectorOptions = {
  live: ObjectPool;
  photos: ObjectPool;
  manner: Manner;
  /** Where not the worker's own. */
  detect?: DetectOptions;
};

export function createObjectDetector({ live, photos, manner, detect = {} }: ObjectDetectorOptions): Detector {
  return {
    async detectNewest(take) {
      const posted = await live.run(() => {
        const frame = take();
        if (frame === null) return null;
        const { width, height, rotation, data } = frame;
        const orientation: Orientation = { rotation, mirrored: false };
        return handOver<ObjectJob>(
          { kind: 'frame', manner, options: detect, bytes: data, stored: { width, height }, orientation },
          data,
        );
      });
      return posted && toDetections(unpack(posted));
    },
    warm: () => void live.open().catch(() => {}),
    async detectPhoto(bytes) {
      const posted = await photos.run(() =>
        handOver<ObjectJob>({ kind: 'photo', manner, options: detect, bytes }, bytes),
      );
      if (!posted) throw new Error('The worker is shutting down.');
      return toDetections(unpack(posted));
    },
  };
}

/** Asks a thread whether its model can be used. */
export async function askModel(pool: ObjectPool): Promise<ModelReport> {
  const prepared: Prepared<ObjectJob> = { job: { kind: 'describe' }, transfer: [] };
  const posted = await pool.run(() => prepared);
  if (!posted) throw new Error('The worker is shutting down.');
  const answer = unpack(posted);
  if ('report' in answer) return answer.report;
  throw new Error('The detection thread answered another question.');
}

function toDetections(answer: ObjectAnswer): Detections {
  if (!('sight' in answer)) throw new Error('The detection thread answered another question.');
  const { width, height, boxes } = answer.sight;
  return { width, height, predictions: boxes.map(toPrediction) };
}

function toPrediction(box: Box | OutlinedBox): WirePrediction {
  return { ...box, detection_id: randomUUID(), parent_id: 'image.[0]' };
}
