/**
 * One thing seen, checked once, at the door: a workflow's author may put anything into a prediction, and what comes from outside is of
 * any type, sign and size.
 */
import { isPixel, readPoints } from './masks/points';

/** `x`, `y` are the box's centre; all four are pixels of the frame the worker received. */
export type Prediction = {
  x: number;
  y: number;
  /** More than 0. */
  width: number;
  height: number;
  /** 0 to 1; null where the worker does not say. */
  confidence: number | null;
  class: string;
  /** The class's number in its model. */
  class_id?: number;
  detection_id: string;
  /** The text of a barcode or QR code. */
  data?: string;
  /** Outline in frame pixels, where the workflow segments; three points at least. */
  points?: { x: number; y: number }[];
};

/** @returns null where no box can be drawn of it. What else of it cannot be used is left out, and the box stays. */
export function readPrediction(value: unknown): Prediction | null {
  if (!isRecord(value)) return null;
  const { x, y, width, height } = value;
  const name = asText(value.class);
  if (!isPixel(x) || !isPixel(y) || !isLength(width) || !isLength(height) || !name) return null;
  const text = asText(value.data);
  const points = readPoints(value.points);
  return {
    x,
    y,
    width,
    height,
    confidence: isShare(value.confidence) ? value.confidence : null,
    class: name,
    ...(Number.isInteger(value.class_id) ? { class_id: value.class_id as number } : {}),
    detection_id: asText(value.detection_id) ?? '',
    ...(text === null ? {} : { data: text }),
    ...(points === null ? {} : { points }),
  };
}

/** A class may be a number where a model has no names. */
function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null;
}

function isLength(value: unknown): value is number {
  return isPixel(value) && value > 0;
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
