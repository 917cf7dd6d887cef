/**
 * The answer of SAM3's own route, which a workflow may hand on: masks or polygons by prompt, without any box
 * (inference v1.5.0, core/entities/responses/sam3.py).
 */
import { type Fields, isRecord } from './is';

/** @returns its things as predictions are; null where the output is none of its answers */
export function conceptPredictions(output: Fields): unknown[] | null {
  if (!Array.isArray(output.prompt_results)) return null;
  return output.prompt_results.filter(isRecord).flatMap(conceptsOf);
}

function conceptsOf({ echo, prompt_index, predictions }: Fields): unknown[] {
  // A prompt by boxes has no words.
  const name = isRecord(echo) && typeof echo.text === 'string' ? echo.text : 'object';
  return (Array.isArray(predictions) ? predictions : []).map((each: unknown) =>
    isRecord(each)
      ? { class: name, class_id: prompt_index ?? 0, confidence: each.confidence, ...maskOf(each.masks) }
      : each,
  );
}

function maskOf(masks: unknown): { rle_mask: unknown } | { polygons: unknown } {
  const first = Array.isArray(masks) ? masks[0] : masks;
  return isRecord(first) ? { rle_mask: first } : { polygons: masks };
}
