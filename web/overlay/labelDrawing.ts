/** Labels on a canvas: white words on a dark ground of their own, with a dot of the thing's colour. */
import { LABEL_HEIGHT, type Label, type WidthOf } from './labels';
import { type Context2D, DOT_LENGTH } from './strokes';

const GROUND = 'rgba(6, 10, 15, 0.84)';
const INK = '#ffffff';
const FONT = '600 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const PADDING = 8;
const DOT = 4;
const TEXT_AT = PADDING + DOT * 2 + 6;

/** Grounds and dots are the round ends of thick lines: an arc costs several times as much. */
export function drawLabels(context: Context2D, labels: Label[]): void {
  if (labels.length === 0) return;
  const middle = LABEL_HEIGHT / 2;
  context.strokeStyle = GROUND;
  context.lineWidth = LABEL_HEIGHT;
  context.beginPath();
  for (const { x, y, width } of labels) traceLine(context, x + middle, x + width - middle, y + middle);
  context.stroke();
  context.lineWidth = 2 * DOT;
  for (const { x, y, box } of labels) {
    context.strokeStyle = box.colour;
    context.beginPath();
    traceLine(context, x + PADDING + DOT, x + PADDING + DOT + DOT_LENGTH, y + middle);
    context.stroke();
  }
  context.font = FONT;
  context.fillStyle = INK;
  context.textBaseline = 'middle';
  for (const { x, y, words } of labels) context.fillText(words, x + TEXT_AT, y + middle + 0.5);
}

function traceLine(context: Context2D, from: number, to: number, y: number): void {
  context.moveTo(from, y);
  context.lineTo(to, y);
}

/** To measure a text costs as much as to draw a box, and a label says the same for seconds. */
const measured = new WeakMap<Context2D, Map<string, number>>();
const MOST_MEASURED = 600;

/** Of a label, CSS px. */
export function labelWidths(context: Context2D): WidthOf {
  const known = measured.get(context) ?? new Map<string, number>();
  measured.set(context, known);
  return (words) => {
    const before = known.get(words);
    if (before !== undefined) return before;
    const width = measure(context, words);
    if (known.size >= MOST_MEASURED) known.clear();
    known.set(words, width);
    return width;
  };
}

function measure(context: Context2D, words: string): number {
  context.font = FONT;
  return Math.ceil(context.measureText(words).width) + TEXT_AT + PADDING;
}
