/**
 * Boxes on a canvas. Every line is drawn twice, dark and wide below, bright and narrow above, so that it
 * stands out from any scene; labels sit on their own dark ground. Units: the context's own, CSS px once the
 * caller has scaled it.
 */
import { type DrawnBox, labelOf } from './boxes';
import type { Point, Rect, Size } from './geometry';
import { colourOf } from './palette';

export type Context2D = CanvasRenderingContext2D;
/** `top`: what lies over the view's upper edge hides labels this far down. */
export type LabelRoom = Size & { top?: number };

const EDGE = 'rgba(4, 8, 12, 0.62)';
const GROUND = 'rgba(6, 10, 15, 0.84)';
const INK = '#ffffff';
const FONT = '600 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const LABEL_HEIGHT = 24;
const PADDING = 8;
const DOT = 4;

export function drawBoxes(context: Context2D, boxes: DrawnBox[], view: LabelRoom, alpha = 1): void {
  context.globalAlpha = alpha;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  // `object-fit: cover` cuts the frame's sides off: a label for what is there would name something that
  // nobody sees.
  const seen = boxes.filter((box) => isInView(box, view));
  for (const box of seen) drawShape(context, box);
  // Labels after all boxes: a neighbour's line must not strike through a word.
  for (const box of seen) drawLabel(context, box, view);
  context.globalAlpha = 1;
}

function drawShape(context: Context2D, box: DrawnBox): void {
  const colour = colourOf(box.class, box.classId);
  if (box.outline && box.outline.length > 2) drawOutline(context, box.outline, colour);
  context.beginPath();
  context.roundRect(box.x, box.y, box.width, box.height, radiusOf(box));
  stroke(context, EDGE, 3);
  stroke(context, colour, 1);
  context.beginPath();
  traceCorners(context, box);
  stroke(context, EDGE, 6);
  stroke(context, colour, 3);
}

function drawOutline(context: Context2D, points: Point[], colour: string): void {
  context.beginPath();
  for (const { x, y } of points) context.lineTo(x, y);
  context.closePath();
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * 0.28;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = alpha;
  stroke(context, EDGE, 4);
  stroke(context, colour, 2);
}

/** Four rounded corners, a quarter of the shorter side long. */
function traceCorners(context: Context2D, box: Rect): void {
  const radius = radiusOf(box);
  const arm = Math.max(radius, Math.min(28, Math.min(box.width, box.height) / 4));
  const [left, top, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height];
  for (const [x, y, towardsX, towardsY] of [
    [left, top, 1, 1],
    [right, top, -1, 1],
    [right, bottom, -1, -1],
    [left, bottom, 1, -1],
  ] as const) {
    context.moveTo(x, y + arm * towardsY);
    context.arcTo(x, y, x + arm * towardsX, y, radius);
    context.lineTo(x + arm * towardsX, y);
  }
}

function drawLabel(context: Context2D, box: DrawnBox, view: LabelRoom): void {
  const words = labelOf(box);
  context.font = FONT;
  const width = Math.ceil(context.measureText(words).width) + 2 * PADDING + DOT * 2 + 6;
  const { x, y } = labelPlace(box, { width, height: LABEL_HEIGHT }, view);
  context.fillStyle = GROUND;
  context.beginPath();
  context.roundRect(x, y, width, LABEL_HEIGHT, LABEL_HEIGHT / 2);
  context.fill();
  context.fillStyle = colourOf(box.class, box.classId);
  context.beginPath();
  context.arc(x + PADDING + DOT, y + LABEL_HEIGHT / 2, DOT, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = INK;
  context.textBaseline = 'middle';
  context.fillText(words, x + PADDING + DOT * 2 + 6, y + LABEL_HEIGHT / 2 + 0.5);
}

/** Above the box; inside its top where there is no room above; always within the view's sides. */
export function labelPlace(box: Rect, label: Size, view: LabelRoom): Point {
  const above = box.y - label.height - 6;
  const top = (view.top ?? 0) + 4;
  const y = above >= top ? above : Math.max(top, box.y + 6);
  const x = Math.max(4, Math.min(box.x, view.width - label.width - 4));
  return { x, y };
}

export function isInView(box: Rect, view: Size): boolean {
  return box.x < view.width && box.y < view.height && box.x + box.width > 0 && box.y + box.height > 0;
}

function radiusOf({ width, height }: Size): number {
  return Math.min(10, width / 4, height / 4);
}

function stroke(context: Context2D, colour: string, width: number): void {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
