/**
 * Which pixels of a patch are the thing in the box: strange to the surroundings, and not part of something
 * else.
 */
import type { Edges } from '../../geometry';
import { type Mask, type Part, partsOf } from './mask';
import type { Patch } from './patch';
import { quantile } from './statistics';
import type { Strangeness } from './surroundings';

/** An edge's middle is where half of the ink is: between paper and ink the colour changes over a few px. */
const HALF = 0.5;
/**
 * Among the strange pixels of the box, what counts as full ink: many of a thin line's pixels are half paper.
 */
const FULL = 0.7;
/** A part belongs to the box by this share of its pixels. */
const BELONGS = 0.6;
/** How far beyond the box a part may go and still count as within it: detected boxes are a little off. */
const SLACK = 0.06;
/** Of the box's area: dirt and noise. */
const SPECK = 0.0015;
/**
 * If so much of what is strange within the box leads out of it, the thing cannot be told from what it
 * touches.
 */
const LEAK = 0.35;

/** @returns null where there is nothing to tell apart, or where it runs out of the box */
export function inkOf(patch: Patch, strangeness: Strangeness): Mask | null {
  const mask = thresholded(patch, strangeness);
  const within = near(patch.box);
  const inBox = (pixel: number) => holds(within, pixel % patch.width, Math.floor(pixel / patch.width));
  const speck = SPECK * (patch.box.right - patch.box.left) * (patch.box.bottom - patch.box.top);
  const parts = partsOf(mask)
    .filter(({ pixels }) => pixels.length >= speck)
    .map((part) => ({ part, own: part.pixels.filter(inBox).length }));
  const belongs = parts.filter(
    ({ part, own }) => own >= BELONGS * part.pixels.length && !leadsOut(part, patch),
  );
  const strange = parts.reduce((sum, { own }) => sum + own, 0);
  const kept = belongs.reduce((sum, { own }) => sum + own, 0);
  if (kept === 0 || kept < (1 - LEAK) * strange) return null;
  return maskOf(
    patch,
    belongs.map(({ part }) => part),
  );
}

/** What goes on beyond the patch, a good way outside of the box, is more than the thing. */
function leadsOut({ pixels }: Part, { width, height, atBorder }: Patch): boolean {
  return pixels.some((pixel) => {
    const x = pixel % width;
    const y = (pixel - x) / width;
    return (
      (x === 0 && !atBorder.left) ||
      (y === 0 && !atBorder.top) ||
      (x === width - 1 && !atBorder.right) ||
      (y === height - 1 && !atBorder.bottom)
    );
  });
}

function thresholded({ width, height, box }: Patch, { distance, floor }: Strangeness): Mask {
  const strange: number[] = [];
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const value = distance[y * width + x] ?? 0;
      if (value > floor && holds(box, x, y)) strange.push(value);
    }
  const limit = Math.max(floor, HALF * quantile(strange, FULL));
  const inside = new Uint8Array(distance.length);
  for (let at = 0; at < inside.length; at += 1) inside[at] = (distance[at] ?? 0) > limit ? 1 : 0;
  return { width, height, inside };
}

function near({ left, top, right, bottom }: Edges): Edges {
  const slack = Math.max(2, SLACK * Math.max(right - left, bottom - top));
  return { left: left - slack, top: top - slack, right: right + slack, bottom: bottom + slack };
}

function holds({ left, top, right, bottom }: Edges, x: number, y: number): boolean {
  return x + 0.5 > left && x + 0.5 < right && y + 0.5 > top && y + 0.5 < bottom;
}

function maskOf({ width, height }: Patch, parts: Part[]): Mask {
  const inside = new Uint8Array(width * height);
  for (const { pixels } of parts) for (const pixel of pixels) inside[pixel] = 1;
  return { width, height, inside };
}
