/**
 * Lines and areas on a canvas. Every line is drawn twice, dark and wide below, bright and narrow above, so
 * that it stands out from any scene. Points of a result are in the frame's pixels and carried over on the
 * way, without a copy: a mask has hundreds.
 */
import type { Thing } from '../results/kinds/model';
import type { Mapping, Point, Rect, Size } from './geometry';

export type Context2D = CanvasRenderingContext2D;

const EDGE = 'rgba(4, 8, 12, 0.62)';
/** Of zones and lines: they are the workflow's, and no class's. */
const NEUTRAL = '#f4f7fa';
const DASHES = [9, 7];
/** CSS px. A box with a shorter side than this is a line alone: heavy corners would fill it. */
const LEAST_CORNERED = 30;

/** @param edge, line: widths in CSS px */
export function stroke(context: Context2D, colour: string, edge: number, line: number): void {
  context.strokeStyle = EDGE;
  context.lineWidth = edge;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = line;
  context.stroke();
}

function fill(context: Context2D, colour: string, share: number): void {
  const alpha = context.globalAlpha;
  context.globalAlpha = alpha * share;
  context.fillStyle = colour;
  context.fill('evenodd');
  context.globalAlpha = alpha;
}

/** Its parts and holes: even-odd, a hole is what lies within two rings. */
export function drawMask(context: Context2D, mapping: Mapping, rings: Point[][], colour: string): void {
  context.beginPath();
  for (const ring of rings) traceRing(context, mapping, ring);
  fill(context, colour, 0.28);
  stroke(context, colour, 4, 2);
}

export function drawZone(context: Context2D, mapping: Mapping, points: Point[]): void {
  context.beginPath();
  traceRing(context, mapping, points);
  fill(context, NEUTRAL, 0.07);
  context.setLineDash(DASHES);
  stroke(context, NEUTRAL, 4, 2);
  context.setLineDash([]);
}

/** With a knob at each end, so that it is no edge of something. */
export function drawLine(context: Context2D, mapping: Mapping, points: Point[]): void {
  context.beginPath();
  traceOpen(context, mapping, points);
  stroke(context, NEUTRAL, 6, 3);
  context.beginPath();
  for (const end of [points[0], points.at(-1)]) if (end) traceDot(context, mapping, end);
  strokeDots(context, NEUTRAL, 6);
}

/** @param side the shorter one of its box, CSS px: on something small the joints are small */
export function drawSkeleton(
  context: Context2D,
  mapping: Mapping,
  thing: Thing,
  side: number,
  colour: string,
): void {
  const { keypoints = [], bones = [] } = thing;
  const size = Math.max(0.5, Math.min(1, side / 90));
  context.beginPath();
  for (const [from, to] of bones) {
    const [a, b] = [keypoints[from], keypoints[to]];
    if (a && b) traceBone(context, mapping, a, b);
  }
  if (bones.length > 0) stroke(context, colour, 5 * size, 2.5 * size);
  context.beginPath();
  for (const keypoint of keypoints) if (keypoint.sure) traceDot(context, mapping, keypoint);
  strokeDots(context, colour, 4 * size);
}

/** Rounded corners of a shape with straight sides, an arm along each side. @param corners in the view's px */
export function traceCorners(context: Context2D, corners: Point[]): void {
  const sides = corners.map((corner, at) => distance(corner, corners[(at + 1) % corners.length] ?? corner));
  const shortest = Math.min(...sides);
  if (!(shortest >= LEAST_CORNERED)) return;
  const arm = Math.min(28, shortest / 4);
  for (const [at, corner] of corners.entries()) {
    const before = towards(corner, corners.at(at - 1) ?? corner, arm);
    const after = towards(corner, corners[(at + 1) % corners.length] ?? corner, arm);
    context.moveTo(before.x, before.y);
    context.arcTo(corner.x, corner.y, after.x, after.y, radiusOf({ width: shortest, height: shortest }));
    context.lineTo(after.x, after.y);
  }
}

export function cornersOf({ x, y, width, height }: Rect): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

export function radiusOf({ width, height }: Size): number {
  return Math.min(10, width / 4, height / 4);
}

function traceRing(context: Context2D, mapping: Mapping, points: Point[]): void {
  traceOpen(context, mapping, points);
  context.closePath();
}

function traceOpen(context: Context2D, { scaleX, scaleY, offsetX, offsetY }: Mapping, points: Point[]): void {
  let isFirst = true;
  for (const { x, y } of points) {
    if (isFirst) context.moveTo(offsetX + scaleX * x, offsetY + scaleY * y);
    else context.lineTo(offsetX + scaleX * x, offsetY + scaleY * y);
    isFirst = false;
  }
}

function traceBone(
  context: Context2D,
  { scaleX, scaleY, offsetX, offsetY }: Mapping,
  from: Point,
  to: Point,
): void {
  context.moveTo(offsetX + scaleX * from.x, offsetY + scaleY * from.y);
  context.lineTo(offsetX + scaleX * to.x, offsetY + scaleY * to.y);
}

/** CSS px; a line of no length at all is none (HTML, "trace a path"). */
export const DOT_LENGTH = 0.01;

/** A line's round ends and nothing between: an arc costs several times as much, and a person has 17. */
function traceDot(context: Context2D, mapping: Mapping, point: Point): void {
  const [x, y] = [mapping.offsetX + mapping.scaleX * point.x, mapping.offsetY + mapping.scaleY * point.y];
  context.moveTo(x, y);
  context.lineTo(x + DOT_LENGTH, y);
}

/** @param radius CSS px, its edge not counted */
function strokeDots(context: Context2D, colour: string, radius: number): void {
  stroke(context, colour, 2 * radius + 2, 2 * radius);
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The point `length` away from `from`. */
function towards(from: Point, to: Point, length: number): Point {
  const share = length / (distance(from, to) || 1);
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
