/**
 * Zones and lines, where an output holds them. Their shape alone tells nothing: the middles of three things
 * are a triangle, too. So their kind or name must say so.
 */
import { readPoints } from '../../../protocol/masks/points';
import { evenly } from '../../../protocol/masks/simplify';
import { type Allowance, MOST_SHAPES } from './bounds';
import type { Point, Shape, Value } from './model';
import { inWords } from './text';
import type { Kinds } from './workflow';

/** Of a contour as OpenCV finds it; a zone has a few. */
const MOST_CORNERS = 400;
const ZONE = /\b(zones?|polygons?|contours?|areas?|regions?|rois?|outlines?)\b/i;
const LINE = /\b(lines?|segments?|tripwires?|crossings?)\b/i;

/** @returns null where the list holds neither, or not only those. `shapes` gets what it holds. */
export function readShapes(
  list: unknown[],
  output: string,
  kinds: Kinds,
  shapes: Shape[],
  allowance: Allowance,
): Value | null {
  const kind = shapeKind(output, kinds);
  if (kind === null || list.length === 0) return null;
  const least = kind === 'zone' ? 3 : 2;
  const one = pointsOf(list, least);
  const read = one ? [one] : list.slice(0, MOST_SHAPES).map((each) => pointsOf(each, least));
  const found = read.filter((points) => points !== null);
  if (found.length < read.length || (kind === 'line' && found.some(({ length }) => length > 2))) return null;
  for (const points of found) {
    if (shapes.length >= MOST_SHAPES) break;
    const kept = evenly(points, MOST_CORNERS);
    if (allowance.takePoints(kept.length)) shapes.push({ kind, output, points: kept });
  }
  return kind === 'zone'
    ? { kind: 'zones', count: one ? 1 : list.length }
    : { kind: 'lines', count: one ? 1 : list.length };
}

function shapeKind(output: string, kinds: Kinds): Shape['kind'] | null {
  if (kinds.some((each) => each === 'zone' || each === 'contours')) return 'zone';
  const words = inWords(output.split('.').at(-1) ?? '');
  if (ZONE.test(words)) return 'zone';
  return LINE.test(words) ? 'line' : null;
}

/** All of them, or none. */
function pointsOf(value: unknown, least: number): Point[] | null {
  if (!Array.isArray(value)) return null;
  const points = readPoints(value, least);
  return points?.length === value.length ? points : null;
}
