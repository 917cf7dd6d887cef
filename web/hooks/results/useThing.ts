/** What a component is told of one thing, and of a text that was read. */
import { useMemo } from 'react';
import { tagOf } from '../../results/inView';
import type { Thing } from '../../results/kinds/model';
import { classInWords } from '../../results/kinds/text';
import { type Link, linkOf } from '../../results/links';

/** `place`: px of the frame that the worker saw, whole ones; `x`, `y` its upper left corner. */
export type ThingWords = {
  name: string;
  tag: string;
  text: string | null;
  percent: number | null;
  place: { x: number; y: number; width: number; height: number };
};

/** A class's name in the person's language where there is one, else as the model says it. */
export const classWords = (name: string) => classInWords(name);

export function thingWords(thing: Thing): ThingWords {
  const { name, text = null, confidence, box } = thing;
  const { x, y, width, height } = box;
  return {
    name: classInWords(name),
    tag: tagOf(thing),
    text,
    percent: confidence === null ? null : Math.round(confidence * 100),
    place: {
      x: Math.round(x - width / 2),
      y: Math.round(y - height / 2),
      width: Math.round(width),
      height: Math.round(height),
    },
  };
}

/** The address that a text is; null where it is none. */
export const useLink = (text: string): Link | null => useMemo(() => linkOf(text), [text]);
