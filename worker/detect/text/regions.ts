/**
 * From a map of how likely each px is text to rectangles round lines of it, as PaddleOCR does it
 * (github.com/PaddlePaddle/PaddleOCR, ppocr/postprocess/db_postprocess.py): what hangs together above a
 * threshold is the core of a line, and the line is that much larger than its core.
 */
import type { Point } from '../../media/upright';
import { smallestAround, type Turned } from './rectangle';

/** Row by row, each from 0 to 1. */
export type TextMap = { data: Float32Array; width: number; height: number };

const INK = 0.3;
const LEAST_SCORE = 0.6;
/** px of the map, of a core's shorter side. */
const LEAST_SIDE = 3;
/** The network is trained on cores shrunk by this much: share of area over perimeter (DB, Liao et al., 2020). */
const GROWTH = 1.5;
/** So many times as high as wide: text that runs down, or is turned by so much. */
const UPENDED = 1.5;

/** @returns in px of the map, in the order in which they begin down the map */
export function regionsOf(map: TextMap): Turned[] {
  const seen = new Uint8Array(map.data.length);
  const regions: Turned[] = [];
  for (let at = 0; at < seen.length; at += 1) {
    if (seen[at] || !isInk(map, at)) continue;
    const region = regionFrom(flood(map, at, seen));
    if (region) regions.push(region);
  }
  return regions;
}

const isInk = ({ data }: TextMap, at: number) => (data[at] as number) > INK;

type Core = { sum: number; count: number; points: Point[] };

/** What hangs together with a px, over sides and corners; `points` are the corners of its px at each row's ends. */
function flood(map: TextMap, start: number, seen: Uint8Array): Core {
  const { width, height } = map;
  const rows = new Map<number, { left: number; right: number }>();
  const open = [start];
  let [sum, count] = [0, 0];
  seen[start] = 1;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const [x, y] = [at % width, Math.floor(at / width)];
    sum += map.data[at] as number;
    count += 1;
    const row = rows.get(y);
    if (!row) rows.set(y, { left: x, right: x });
    else if (x < row.left) row.left = x;
    else if (x > row.right) row.right = x;
    for (let nextY = Math.max(0, y - 1); nextY <= Math.min(height - 1, y + 1); nextY += 1)
      for (let nextX = Math.max(0, x - 1); nextX <= Math.min(width - 1, x + 1); nextX += 1) {
        const next = nextY * width + nextX;
        if (seen[next] || !isInk(map, next)) continue;
        seen[next] = 1;
        open.push(next);
      }
  }
  const points = [...rows].flatMap(([y, { left, right }]) =>
    [left, right + 1].flatMap((x) => [
      { x, y },
      { x, y: y + 1 },
    ]),
  );
  return { sum, count, points };
}

function regionFrom({ sum, count, points }: Core): Turned | null {
  if (sum / count < LEAST_SCORE) return null;
  const core = smallestAround(points);
  return Math.min(core.width, core.height) < LEAST_SIDE ? null : asRead(grown(core));
}

function grown(core: Turned): Turned {
  const by = (core.width * core.height * GROWTH) / (2 * (core.width + core.height));
  return { ...core, width: core.width + 2 * by, height: core.height + 2 * by };
}

/** Radians from straight down on either side: there, text is taken to run down. */
const UPRIGHT = 0.2;

/** Turned to the way in which it is read: to the right, and what stands on end down, or as it leans. */
export function asRead(rectangle: Turned): Turned {
  const level = quarterTurned(rectangle, Math.round(rectangle.angle / (Math.PI / 2)));
  if (level.height < UPENDED * level.width) return level;
  return quarterTurned(level, level.angle > UPRIGHT ? 1 : -1);
}

/** The same rectangle with its sides named anew, back by quarters of a turn. */
function quarterTurned(rectangle: Turned, quarters: number): Turned {
  const { width, height, angle } = rectangle;
  const sides = quarters % 2 === 0 ? { width, height } : { width: height, height: width };
  return { ...rectangle, ...sides, angle: angle - (quarters * Math.PI) / 2 };
}
