/**
 * Where to look closer: grids of square tiles over a photo, which overlap so that a small thing is whole in
 * one of them.
 *
 * There are two grids, because a model knows things within a range of sizes: what the plain pass sees too
 * small may fill a tile of the fine grid and be cut by it, and is then whole and of a middling size in the
 * coarse one.
 */
import type { Rect } from '../../crop';

export type TilePlanOptions = {
  /** Tiles of the coarse and of the fine grid, at most: each costs one run of the model. */
  most: readonly [coarse: number, fine: number];
  /** Of a tile's side that it shares with the next one: what is smaller than this is whole in some tile. */
  overlap: number;
  /** px; a tile that is smaller than the model's own picture shows the model nothing new. */
  smallestSide: number;
};

/** A 4:3 photo of 2 MP or more is seen as a whole, in 4 tiles at 1.75 times the size and in 20 at 4 times. */
export const TILES: TilePlanOptions = { most: [4, 20], overlap: 0.25, smallestSide: 320 };

/** A grid that magnifies less than this over the one before costs several runs and shows hardly more. */
const LEAST_GAIN = 1.3;
/** How finely the side of the tiles is searched for. */
const STEP = 1.005;

/**
 * @returns the tiles beside the whole picture, px of the picture; none where it is too small to gain by them
 */
export function planTiles(width: number, height: number, options: Partial<TilePlanOptions> = {}): Rect[] {
  const { most, overlap, smallestSide } = { ...TILES, ...options };
  const [coarse, fine] = most.map((count) => sideFor(width, height, count, overlap, smallestSide)) as [
    number,
    number,
  ];
  const sides: number[] = [];
  if (fine * LEAST_GAIN <= Math.max(width, height)) sides.push(fine);
  if (coarse >= fine * LEAST_GAIN && coarse * LEAST_GAIN <= Math.max(width, height)) sides.unshift(coarse);
  return sides.flatMap((side) => gridOf(width, height, side, overlap));
}

/** The smallest tiles of which so many are enough; px. */
function sideFor(width: number, height: number, most: number, overlap: number, smallest: number): number {
  let side = Math.max(1, smallest);
  while (count(width, side, overlap) * count(height, side, overlap) > most) side *= STEP;
  return Math.ceil(side);
}

function gridOf(width: number, height: number, side: number, overlap: number): Rect[] {
  const lefts = starts(width, side, overlap);
  const size = { width: Math.min(side, width), height: Math.min(side, height) };
  return starts(height, side, overlap).flatMap((top) => lefts.map((left) => ({ left, top, ...size })));
}

function count(length: number, side: number, overlap: number): number {
  return length <= side ? 1 : Math.ceil((length - overlap * side) / (side - overlap * side));
}

/** Evenly spread, so that the last tile ends where the picture does. */
function starts(length: number, side: number, overlap: number): number[] {
  const tiles = count(length, side, overlap);
  const stride = tiles > 1 ? (length - side) / (tiles - 1) : 0;
  return Array.from({ length: tiles }, (_, index) => Math.round(index * stride));
}
