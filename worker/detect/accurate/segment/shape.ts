/**
 * From ink to the shape it draws: holes filled, the gaps of a hand-drawn outline bridged, the outer line
 * traced.
 */
import { areaOf as areaOfLine, outerContour, type Point } from '../../../../protocol/masks/contour';
import { boxAround } from '../../../../protocol/masks/outline';
import type { Column } from '../../../../protocol/masks/rle';
import { simplify } from '../../../../protocol/masks/simplify';
import { extentOf, likeness } from '../../geometry';
import { areaOf, filled, grown, type Mask, type Sides, type Steps, shrunk, stepsToInside } from './mask';
import type { Patch } from './patch';

/**
 * Radii tried in turn, shares of the box's longer side. A hand misses the start of its line by up to a fifth
 * of the shape.
 */
const BRIDGES = [0, 0.015, 0.03, 0.06, 0.1];
/** Of the box's area: a hole this large says that the ink is an outline. */
const OUTLINE_HOLE = 0.1;
/** A bridge that shuts in this share of what the widest one shuts in is wide enough. */
const SHUT = 0.6;
/**
 * Intersection over union of the found box and the one around the outline, below which they are not of the
 * same thing.
 */
const LEAST_LIKE_BOX = 0.6;
/** Of the box's area: less is a speck, not the thing. */
const LEAST_AREA = 0.04;
/** An outline of fewer square px says nothing. */
const LEAST_PIXELS = 12;

/** @returns the outline, px of the patch; null where none is to be trusted */
export function shapeOf(patch: Patch, ink: Mask): Point[] | null {
  const steps = stepsToInside(ink);
  const radii = BRIDGES.map((share) => share * longerSide(patch));
  const widest = holeAt(steps, radii.at(-1) ?? 0, patch.atBorder);
  const isOutline = widest >= OUTLINE_HOLE * boxArea(patch);
  for (const radius of radii) {
    if (isOutline && holeAt(steps, radius, patch.atBorder) < SHUT * widest) continue;
    const full = shrunk(filled(grown(steps, radius), patch.atBorder), radius);
    const line = outerContour(columnsOf(full), patch.height);
    if (isTrusted(line, patch)) return simplify(line);
  }
  return null;
}

/** What is shut in once the ink was grown by `radius` px so that gaps closed, and shrunk again; px. */
function holeAt(steps: Steps, radius: number, walls: Sides): number {
  const wide = grown(steps, radius);
  const full = filled(wide, walls);
  if (areaOf(full) === areaOf(wide)) return 0;
  return areaOf(shrunk(full, radius)) - areaOf(shrunk(wide, radius));
}

function isTrusted(line: Point[], patch: Patch): boolean {
  const area = areaOfLine(line);
  if (area < LEAST_PIXELS || area < LEAST_AREA * boxArea(patch)) return false;
  return likeness(boxAround(line), extentOf(patch.box)) >= LEAST_LIKE_BOX;
}

function longerSide({ box }: Patch): number {
  return Math.max(box.right - box.left, box.bottom - box.top);
}

function boxArea({ box }: Patch): number {
  return (box.right - box.left) * (box.bottom - box.top);
}

/** The mask as `protocol/masks` reads them: for each column, the rows where the inside begins and ends. */
function columnsOf({ width, height, inside }: Mask): Column[] {
  return Array.from({ length: width }, (_, x) => {
    const column: Column = [];
    let before = 0;
    for (let y = 0; y < height; y += 1) {
      const now = inside[y * width + x] ?? 0;
      if (now !== before) column.push(y);
      before = now;
    }
    if (before === 1) column.push(height);
    return column;
  });
}
