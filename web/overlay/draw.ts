/**
 * Boxes on a canvas. Every line is drawn twice, dark and wide below, bright and narrow above, so that it stands out from any
 * scene; labels sit on their own dark ground. Units: the context's own, CSS px once the caller has scaled it.
 */
import { type DrawnBox, labelOf } from './boxes';
import type { Point, Rect, Size } from './geometry';
import { colourOf } from './palette';

export type Brush = CanvasRenderingContext2D;
/** `top`: what lies over the view's upper edge hides labels this far down. */
export type LabelRoom = Size & { top?: number };

const EDGE = 'rgba(4, 8, 12, 0.62)';
const GROUND = 'rgba(6, 10, 15, 0.84)';
const INK = '#ffffff';
const FONT = '600 13px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
const LABEL_HEIGHT = 24;
const PADDING = 8;
const DOT = 4;

export function drawBoxes(brush: Brush, boxes: DrawnBox[], view: LabelRoom, alpha = 1): void {
  brush.globalAlpha = alpha;
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  // `object-fit: cover` cuts the frame's sides off: a label for what is there would name something that nobody sees.
  const seen = boxes.filter((box) => isInView(box, view));
  for (const box of seen) drawShape(brush, box);
  // Labels after all boxes: a neighbour's line must not strike through a word.
  for (const box of seen) drawLabel(brush, box, view);
  brush.globalAlpha = 1;
}

function drawShape(brush: Brush, box: DrawnBox): void {
  const colour = colourOf(box.class, box.classId);
  if (box.outline && box.outline.length > 2) drawOutline(brush, box.outline, colour);
  brush.beginPath();
  brush.roundRect(box.x, box.y, box.width, box.height, radiusOf(box));
  stroke(brush, EDGE, 3);
  stroke(brush, colour, 1);
  brush.beginPath();
  traceCorners(brush, box);
  stroke(brush, EDGE, 6);
  stroke(brush, colour, 3);
}

function drawOutline(brush: Brush, points: Point[], colour: string): void {
  brush.beginPath();
  for (const { x, y } of points) brush.lineTo(x, y);
  brush.closePath();
  const alpha = brush.globalAlpha;
  brush.globalAlpha = alpha * 0.28;
  brush.fillStyle = colour;
  brush.fill();
  brush.globalAlpha = alpha;
  stroke(brush, EDGE, 4);
  stroke(brush, colour, 2);
}

/** Four rounded corners, a quarter of the shorter side long. */
function traceCorners(brush: Brush, box: Rect): void {
  const radius = radiusOf(box);
  const arm = Math.max(radius, Math.min(28, Math.min(box.width, box.height) / 4));
  const [left, top, right, bottom] = [box.x, box.y, box.x + box.width, box.y + box.height];
  for (const [x, y, towardsX, towardsY] of [
    [left, top, 1, 1],
    [right, top, -1, 1],
    [right, bottom, -1, -1],
    [left, bottom, 1, -1],
  ] as const) {
    brush.moveTo(x, y + arm * towardsY);
    brush.arcTo(x, y, x + arm * towardsX, y, radius);
    brush.lineTo(x + arm * towardsX, y);
  }
}

function drawLabel(brush: Brush, box: DrawnBox, view: LabelRoom): void {
  const words = labelOf(box);
  brush.font = FONT;
  const width = Math.ceil(brush.measureText(words).width) + 2 * PADDING + DOT * 2 + 6;
  const { x, y } = labelPlace(box, { width, height: LABEL_HEIGHT }, view);
  brush.fillStyle = GROUND;
  brush.beginPath();
  brush.roundRect(x, y, width, LABEL_HEIGHT, LABEL_HEIGHT / 2);
  brush.fill();
  brush.fillStyle = colourOf(box.class, box.classId);
  brush.beginPath();
  brush.arc(x + PADDING + DOT, y + LABEL_HEIGHT / 2, DOT, 0, 2 * Math.PI);
  brush.fill();
  brush.fillStyle = INK;
  brush.textBaseline = 'middle';
  brush.fillText(words, x + PADDING + DOT * 2 + 6, y + LABEL_HEIGHT / 2 + 0.5);
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

function stroke(brush: Brush, colour: string, width: number): void {
  brush.strokeStyle = colour;
  brush.lineWidth = width;
  brush.stroke();
}
