/** What is drawn: predictions carried over to the view, and the words on their labels. */
import type { Prediction } from '../../protocol/result';
import { shorten } from '../../protocol/shorten';
import { words as texts } from '../words/words';
import { boxToView, type Mapping, type Point, type Rect, toView } from './geometry';

/** Characters: at 13 px that is the width of a phone. */
const LONGEST_LABEL = 36;

export type DrawnBox = Rect & {
  class: string;
  classId: number | undefined;
  text: string | null;
  /** 0 to 1; null where the worker does not say. */
  confidence: number | null;
  outline: Point[] | null;
};

export function toDrawnBox(mapping: Mapping, prediction: Prediction): DrawnBox {
  return {
    ...boxToView(mapping, prediction),
    class: prediction.class,
    classId: prediction.class_id,
    text: prediction.data ?? null,
    confidence: prediction.confidence,
    outline: prediction.points?.map((point) => toView(mapping, point)) ?? null,
  };
}

/** A code's text tells more than its class; anything else is named with how sure the model is. */
export function labelOf({ class: name, text, confidence }: DrawnBox): string {
  const words = shorten(text || name.replaceAll('_', ' '), LONGEST_LABEL);
  return text || confidence === null
    ? words
    : `${words} ${texts().results.confidence({ percent: Math.round(confidence * 100) })}`;
}
