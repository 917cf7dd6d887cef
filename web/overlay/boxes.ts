/** What is drawn: things carried over to the view, and the words on their labels. */
import { shorten } from '../../protocol/shorten';
import type { Thing } from '../results/kinds/model';
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

export function toDrawnBox(mapping: Mapping, thing: Thing): DrawnBox {
  return {
    ...boxToView(mapping, thing.box),
    class: thing.name,
    classId: thing.classId,
    text: thing.text ?? null,
    confidence: thing.confidence,
    outline: thing.mask?.[0]?.map((point) => toView(mapping, point)) ?? null,
  };
}

/** A code's text tells more than its class; anything else is named with how sure the model is. */
export function labelOf({ class: name, text, confidence }: DrawnBox): string {
  const words = shorten(text || name.replaceAll('_', ' '), LONGEST_LABEL);
  return text || confidence === null
    ? words
    : `${words} ${texts().results.confidence({ percent: Math.round(confidence * 100) })}`;
}
