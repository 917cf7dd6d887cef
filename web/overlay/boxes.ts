/** What is drawn of a thing: its box in the view, its colour, and the words on its label. */
import { shorten } from '../../protocol/shorten';
import { tagOf } from '../results/inView';
import type { Thing } from '../results/kinds/model';
import { classIn, words as texts } from '../words/words';
import { boxToView, type Mapping, type Point, type Rect, toView } from './geometry';
import { colourOf } from './palette';

/** Characters: at 13 px that is the width of a phone. */
const LONGEST_LABEL = 36;
/** However much there is to say of a thing, so much is left for what it is. */
const SHORTEST_NAME = 12;

/**
 * The box that lies around it, in CSS px of the view. `handle`: where its label begins. What else there is to
 * draw of it stands in `thing`, in the frame's pixels.
 */
export type DrawnBox = Rect & { handle: number; thing: Thing; colour: string };

export function toDrawnBox(mapping: Mapping, thing: Thing): DrawnBox {
  const { x, y, width, height } = boxToView(mapping, thing.box);
  const handle = thing.rectangle ? peakOf(mapping, thing.rectangle) : x;
  return { x, y, width, height, handle, thing, colour: colourOf(thing) };
}

/** CSS px left of the upper corner of what stands on one: a label there is plainly its own. */
const OVER_PEAK = 24;

function peakOf(mapping: Mapping, corners: Point[]): number {
  const highest = corners.reduce((best, corner) => (corner.y < best.y ? corner : best));
  return toView(mapping, highest).x - OVER_PEAK;
}

/**
 * `person #7 · 4 s · 91 %`. A code's text tells more than its class; anything else is named with how sure the
 * model is.
 */
export function labelOf(thing: Thing): string {
  const { name, text, confidence } = thing;
  const tag = tagOf(thing);
  const most = Math.max(SHORTEST_NAME, LONGEST_LABEL - (tag === '' ? 0 : tag.length + 1));
  const said = shorten(text || classIn(name), most);
  const known = tag === '' ? said : `${said} ${tag}`;
  if (text || confidence === null) return known;
  const percent = percentOf(confidence);
  return tag === '' ? `${known} ${percent}` : `${known} · ${percent}`;
}

let percents: { of: unknown; texts: string[] } = { of: null, texts: [] };

/** There are a hundred of them, and each label is written anew with each frame. */
function percentOf(confidence: number): string {
  const { results } = texts();
  if (percents.of !== results) percents = { of: results, texts: [] };
  const percent = Math.round(confidence * 100);
  percents.texts[percent] ??= results.confidence({ percent });
  return percents.texts[percent];
}
