/**
 * A registry whose threads are never opened, for finding a workflow must not start one; and detections for what
 * its workflows make of them.
 */
import type { ModelFacts } from '../../detect/objects/model/facts';
import { ThreadPool } from '../../detect/threads/thread-pool';
import type { Detections, WirePrediction } from '../../detect/types';
import type { DetectionThreads } from '../catalogue';
import { createRegistry } from '../registry';

const never = <Job, Answer>() =>
  new ThreadPool<Job, Answer>({ size: 0, entry: 'file:///none', jobLimitMs: 1, maxWaiting: 1 });
const codes: DetectionThreads['codes'] = { live: never(), photos: never() };
const facts: ModelFacts = {
  file: 'signs.onnx',
  head: 'v8',
  names: ['circle', 'star'],
  input: { width: null, height: null, longSide: 320, stride: 32 },
};

export const registry = createRegistry({
  codes,
  text: { live: never(), photos: never() },
  objects: { live: never(), photos: never(), facts, id: 'sightline-signs/1' },
});
/** Without a model. */
export const blind = createRegistry({
  codes,
  text: null,
  objects: { missing: 'Objects cannot be detected here: …' },
});

/** What a request may bring itself: the codes in the picture, as `found`. */
export const codesFound = (type = 'roboflow_core/barcode_detector@v1') => ({
  version: '1.0',
  inputs: [{ type: 'WorkflowImage', name: 'image' }],
  steps: [{ type, name: 'codes', images: '$inputs.image' }],
  outputs: [{ type: 'JsonField', name: 'found', selector: '$steps.codes.predictions' }],
});

let count = 0;

export function thing(changes: Partial<WirePrediction> = {}): WirePrediction {
  count += 1;
  return {
    x: 100,
    y: 100,
    width: 60,
    height: 80,
    confidence: 0.9,
    class: 'circle',
    class_id: 0,
    detection_id: `id ${count}`,
    parent_id: 'image.[0]',
    ...changes,
  };
}

/** A code as the reader gives it. */
export const code = (x: number, y: number, data: string) =>
  thing({ x, y, width: 105, height: 105, confidence: 1, class: 'barcode', data });

export function picture(predictions: WirePrediction[], atMs = 0, fps: number | null = 30) {
  const detections: Detections = { width: 640, height: 480, predictions };
  return { width: 640, height: 480, atMs, fps, parent: 'image.[0]', detections };
}
