/** Boxes, labels and notes over a picture. */

import { shorten } from '../../protocol/shorten';
import type { WirePrediction } from '../detect/types';
import type { Area, Canvas, Colour } from './canvas';
import { drawText, textSize } from './font';
import type { Drawing, LabelText } from './types';

type Seen = Pick<WirePrediction, 'x' | 'y' | 'width' | 'height' | 'class' | 'class_id' | 'confidence'>;

const WHITE: Colour = { red: 255, green: 255, blue: 255 };
const BLACK: Colour = { red: 0, green: 0, blue: 0 };
/** A label is a word and a number; more would cover the picture. */
const MAX_LABEL_CHARS = 40;
/** px round a label's text and a note, times the scale. */
const PADDING = 2;

/** @param seen boxes in px of this very picture. */
export function annotate(canvas: Canvas, seen: readonly Seen[], { boxes, labels }: Drawing): void {
  const scale = scaleFor(canvas);
  const edge = boxes === 'auto' ? 2 * scale : boxes;
  for (const each of seen) {
    if (edge !== null) drawBox(canvas, areaOf(each), edge, colourOf(each.class_id));
  }
  // After all boxes, so that no box crosses a label.
  for (const each of seen) {
    if (labels !== null) drawLabel(canvas, areaOf(each), wordsFor(each, labels), colourOf(each.class_id));
  }
}

/**
 * Lines of text at the top left, as the hosted worker tells a viewer what is wrong (utils.py,
 * overlay_text_on_np_frame).
 */
export function drawNotes(canvas: Canvas, notes: readonly string[]): void {
  const scale = scaleFor(canvas);
  const dots = scale * 2;
  const perLine = Math.max(8, Math.floor((canvas.width - 20 * scale) / (6 * dots)));
  const lines = notes.flatMap((note) => wrap(note, perLine));
  lines.forEach((line, index) => {
    drawPlate(canvas, line, 10 * scale, (10 + index * 20) * scale, dots, BLACK, WHITE);
  });
}

/**
 * 1 up to 720p, 2 at 1080p, 4 at 2160p: edges and letters take the same share of a large picture as of a
 * small one.
 */
function scaleFor({ width, height }: Canvas): number {
  return Math.max(1, Math.round(Math.min(width, height) / 540));
}

function areaOf({ x, y, width, height }: Seen): Area {
  return {
    left: Math.round(x - width / 2),
    top: Math.round(y - height / 2),
    right: Math.round(x + width / 2),
    bottom: Math.round(y + height / 2),
  };
}

/** The edge lies half inside and half outside of the box, so that its middle is the box's own line. */
function drawBox(canvas: Canvas, area: Area, edge: number, colour: Colour): void {
  const out = Math.ceil(edge / 2);
  const [left, top] = [area.left - out, area.top - out];
  const [right, bottom] = [left + (area.right - area.left) + edge, top + (area.bottom - area.top) + edge];
  canvas.fill({ left, top, right, bottom: top + edge }, colour);
  canvas.fill({ left, top: bottom - edge, right, bottom }, colour);
  canvas.fill({ left, top, right: left + edge, bottom }, colour);
  canvas.fill({ left: right - edge, top, right, bottom }, colour);
}

/** Above the box; inside it where there is no room above. */
function drawLabel(canvas: Canvas, area: Area, words: string, colour: Colour): void {
  const dots = scaleFor(canvas) * 2;
  const { width, height } = textSize(words, dots);
  const room = height + 2 * PADDING * dots;
  const top = area.top >= room ? area.top - room : area.top;
  const left = Math.max(0, Math.min(area.left, canvas.width - width - 2 * PADDING * dots));
  drawPlate(canvas, words, left, top, dots, colour, isBright(colour) ? BLACK : WHITE);
}

function drawPlate(
  canvas: Canvas,
  words: string,
  left: number,
  top: number,
  dots: number,
  back: Colour,
  front: Colour,
): void {
  const pad = PADDING * dots;
  const { width, height } = textSize(words, dots);
  canvas.fill({ left, top, right: left + width + 2 * pad, bottom: top + height + 2 * pad }, back);
  drawText(canvas, words, left + pad, top + pad, dots, front);
}

function wordsFor({ class: name, confidence }: Seen, text: LabelText): string {
  const share = confidence.toFixed(2);
  const short = shorten(name, MAX_LABEL_CHARS, '...');
  if (text === 'both') return `${short} ${share}`;
  return text === 'class' ? short : share;
}

/**
 * Neighbouring class ids are far apart on the colour wheel: each is the golden angle further than the one
 * before.
 */
export function colourOf(classId: number): Colour {
  const hue = (((classId * 137.508) % 360) + 360) % 360;
  const channel = (offset: number) => {
    const k = (offset + hue / 60) % 6;
    return Math.round(255 * (1 - 0.85 * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return { red: channel(5), green: channel(3), blue: channel(1) };
}

function isBright({ red, green, blue }: Colour): boolean {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}

function wrap(text: string, limit: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < limit) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
