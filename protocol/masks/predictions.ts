/**
 * The three ways in which a worker says where a thing's edge is, as one: `points`.
 * Over WebRTC it sends points, over HTTP an accurate workflow sends `rle_mask` (inference v1.5.0, serializers.py:24-32), and
 * SAM3's own route, whose answer a workflow may hand on, sends polygons or masks without any box
 * (core/entities/responses/sam3.py).
 *
 * Read on the page and not in the proxy, which has no CPU to spare for it (proxy/inference/photo.ts has the figure).
 */
import type { Point } from './contour';
import { boxAround, largestPolygon, maskOutline } from './outline';
import { readPoints } from './points';

type Size = { width: number; height: number };
type Fields = Record<string, unknown>;

/** A prediction with its outline, its mask taken out. One that cannot be read is dropped, and the box stays.
 * @param image of what the prediction was made; null where the worker did not say */
export function withOutline(prediction: unknown, image: Size | null): unknown {
  if (!isRecord(prediction) || !('rle_mask' in prediction || 'points' in prediction)) return prediction;
  const { rle_mask: mask, points: given, ...rest } = prediction;
  return outlined(rest, readPoints(given) ?? maskOutline(mask, image));
}

/** The predictions of SAM3's own route; null where the output is none of its answers. */
export function conceptPredictions(output: unknown): unknown[] | null {
  if (!isRecord(output) || !Array.isArray(output.prompt_results)) return null;
  return output.prompt_results.filter(isRecord).flatMap((prompt, index) => {
    const found = Array.isArray(prompt.predictions) ? prompt.predictions.filter(isRecord) : [];
    return found.map((each, position) => conceptPrediction(each, prompt, `${index}.${position}`));
  });
}

function conceptPrediction({ masks, confidence }: Fields, { echo, prompt_index }: Fields, id: string) {
  // A prompt by boxes has no words.
  const text = isRecord(echo) && typeof echo.text === 'string' ? echo.text : 'object';
  const mask = Array.isArray(masks) && isRecord(masks[0]) ? masks[0] : masks;
  const points = isRecord(mask) ? maskOutline(mask, null) : largestPolygon(mask);
  return outlined({ class: text, class_id: prompt_index ?? 0, confidence, detection_id: id }, points);
}

function outlined(fields: Fields, points: Point[] | null): Fields {
  if (!points) return fields;
  const boxed = [fields.x, fields.y, fields.width, fields.height].every(Number.isFinite);
  return boxed ? { ...fields, points } : { ...fields, ...boxAround(points), points };
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
