/** Predictions as a worker writes them, for tests. */

export const FRAME = { width: 640, height: 480 };
export const uuid = (number: number) => `5f0c0000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const prediction = (more: Record<string, unknown> = {}) => ({
  x: 100,
  y: 50,
  width: 20,
  height: 10,
  confidence: 0.9,
  class_id: 0,
  class: 'person',
  detection_id: uuid(1),
  parent_id: 'image.[0]',
  ...more,
});

/** Without a size, as empty sets and those of motion have it, where `image` is null. */
export const set = (predictions: unknown, image: unknown = FRAME) => ({
  image: image ?? { width: null, height: null },
  predictions,
});
