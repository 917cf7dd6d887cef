/** What is drawn: predictions carried over to the view, and the words on their labels. */
import type { Prediction } from '../../protocol/result';
import { boxToView, type Mapping, type Point, type Rect, toView } from './geometry';

export type DrawnBox = Rect & {
  class: string;
  classId: number | undefined;
  text: string | null;
  /** 0 to 1. */
  confidence: number;
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
  return text ? shorten(text) : `${name.replaceAll('_', ' ')} ${Math.round(confidence * 100)} %`;
}

function shorten(text: string): string {
  return text.length > 36 ? `${text.slice(0, 35)}…` : text;
}
