/**
 * A scene on a canvas: zones below, then masks, boxes and skeletons, and the labels above all of them. Units:
 * the context's own, CSS px once the caller has scaled it. A box is a `roundRect`; nothing else is a
 * rectangle of that size, so that whoever listens to the canvas can tell the boxes.
 */
import type { DrawnBox } from './boxes';
import { closedIn, isInView, toView } from './geometry';
import { drawLabels, labelWidths } from './labelDrawing';
import type { LabelBook, LabelRoom } from './labels';
import type { Scene } from './scene';
import {
  type Context2D,
  cornersOf,
  drawLine,
  drawMask,
  drawSkeleton,
  drawZone,
  radiusOf,
  stroke,
  traceCorners,
} from './strokes';

export type Pen = { context: Context2D; view: LabelRoom; labels: LabelBook };

/** @param alpha how opaque it is as a whole @param nowMs for labels that come and go */
export function drawScene({ context, view, labels }: Pen, scene: Scene, alpha: number, nowMs: number): void {
  context.globalAlpha = alpha;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { kind, points } of scene.shapes)
    (kind === 'zone' ? drawZone : drawLine)(context, scene.mapping, points);
  // `object-fit: cover` cuts the frame's sides off: a label for what is there would name something that
  // nobody sees.
  const seen = scene.boxes.filter((box) => isInView(box, view));
  for (const { thing, colour } of seen) if (thing.mask) drawMask(context, scene.mapping, thing.mask, colour);
  const closed = seen.map((box) => {
    const shown = closedIn(view, box);
    return shown === box ? box : { ...box, ...shown };
  });
  for (const boxes of byColour(closed)) drawBoxes(context, scene, boxes);
  for (const { thing, colour, width, height } of seen)
    if (thing.keypoints) drawSkeleton(context, scene.mapping, thing, Math.min(width, height), colour);
  // Labels after all boxes: a neighbour's line must not strike through a word.
  drawLabels(context, labels.place(closed, view, labelWidths(context), nowMs));
  context.globalAlpha = 1;
}

function byColour(boxes: DrawnBox[]): DrawnBox[][] {
  const groups = new Map<string, DrawnBox[]>();
  for (const box of boxes) {
    const group = groups.get(box.colour);
    if (group) group.push(box);
    else groups.set(box.colour, [box]);
  }
  return [...groups.values()];
}

/** All of one colour: two strokes for each would be most of the work. */
function drawBoxes(context: Context2D, scene: Scene, boxes: DrawnBox[]): void {
  const colour = boxes[0]?.colour ?? '';
  const outlines = boxes.map((box) => rotated(scene, box));
  context.beginPath();
  for (const [at, box] of boxes.entries()) {
    const outline = outlines[at];
    if (outline) traceOutline(context, outline);
    else context.roundRect(box.x, box.y, box.width, box.height, radiusOf(box));
  }
  stroke(context, colour, 3, 1);
  context.beginPath();
  // A mask says better where a thing is.
  for (const [at, box] of boxes.entries())
    if (!box.thing.mask) traceCorners(context, outlines[at] ?? cornersOf(box));
  stroke(context, colour, 6, 3);
}

/** The rectangle that fits tighter than the box around it, in the view; null where there is none. */
function rotated({ mapping }: Scene, { thing }: DrawnBox) {
  return thing.rectangle?.map((corner) => toView(mapping, corner)) ?? null;
}

function traceOutline(context: Context2D, corners: { x: number; y: number }[]): void {
  const [first, ...others] = corners;
  if (!first) return;
  context.moveTo(first.x, first.y);
  for (const { x, y } of others) context.lineTo(x, y);
  context.closePath();
}
