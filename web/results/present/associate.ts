/**
 * Which thing of a result is which of those known: ByteTrack's two rounds (Zhang et al., ECCV 2022), the sure
 * ones first, the rest with what is left, each by how much the boxes overlap.
 */
import type { Box, Thing } from '../kinds/model';

/** A known thing, where it should be in the result's frame. */
export type Known = { thing: Thing; box: Box };
type Pair = { known: number; seen: number; score: number };

const SURE = 0.5;
const LEAST_OVERLAP = 0.2;
/** Its class may flicker where the place is beyond doubt. */
const OVERLAP_OF_ANOTHER_CLASS = 0.6;
/** A small thing may have left its box between two results: share of its size that it may be off. */
const REACH = 1.5;
/** With more there is no telling in the time of a frame. */
const MOST = 200;

/**
 * @param seen in the same units as those known
 * @returns for each seen thing the index of the known one, or -1
 */
export function associate(known: readonly Known[], seen: readonly Known[]): number[] {
  const owners: number[] = new Array(seen.length).fill(-1);
  if (known.length > MOST || seen.length > MOST) return owners;
  const taken = new Set<number>();
  const round = (score: (a: Known, b: Known) => number, takesPart: (thing: Thing) => boolean) => {
    if (!owners.includes(-1)) return;
    for (const { known: mine, seen: its } of pairs(known, seen, score)) {
      if (taken.has(mine) || owners[its] !== -1 || !takesPart((seen[its] as Known).thing)) continue;
      owners[its] = mine;
      taken.add(mine);
    }
  };
  round(byNumber, () => true);
  round(byOverlap, isSure);
  round(byOverlap, () => true);
  round(byNearness, () => true);
  return owners;
}

/** Best first; those with a score of 0 are none. */
function pairs(
  known: readonly Known[],
  seen: readonly Known[],
  score: (a: Known, b: Known) => number,
): Pair[] {
  const all: Pair[] = [];
  for (const [mine, a] of known.entries())
    for (const [its, b] of seen.entries()) {
      const value = score(a, b);
      if (value > 0) all.push({ known: mine, seen: its, score: value });
    }
  return all.sort((a, b) => b.score - a.score);
}

function isSure({ confidence }: Thing): boolean {
  return confidence === null || confidence >= SURE;
}

/** The workflow's own tracker has the first word. */
function byNumber({ thing: a }: Known, { thing: b }: Known): number {
  return a.track !== undefined && a.track === b.track && a.name === b.name ? 1 : 0;
}

/** Two numbers, or two texts, are two things. */
function mayBe(a: Thing, b: Thing): boolean {
  return isSameOrUnsaid(a.track, b.track) && isSameOrUnsaid(a.text, b.text);
}

function isSameOrUnsaid(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined || a === b;
}

function byOverlap(a: Known, b: Known): number {
  if (!mayBe(a.thing, b.thing)) return 0;
  const shared = overlap(a.box, b.box);
  const isSame = a.thing.name === b.thing.name;
  if (shared < (isSame ? LEAST_OVERLAP : OVERLAP_OF_ANOTHER_CLASS)) return 0;
  return isSame ? 1 + shared : shared;
}

function byNearness(a: Known, b: Known): number {
  if (!mayBe(a.thing, b.thing) || a.thing.name !== b.thing.name) return 0;
  const [sizeA, sizeB] = [Math.sqrt(a.box.width * a.box.height), Math.sqrt(b.box.width * b.box.height)];
  if (Math.max(sizeA, sizeB) > 2 * Math.min(sizeA, sizeB)) return 0;
  const off = Math.hypot(a.box.x - b.box.x, a.box.y - b.box.y) / Math.max(sizeA, sizeB);
  return off < REACH ? 1 - off / REACH : 0;
}

/** Intersection over union. */
export function overlap(a: Box, b: Box): number {
  const width = shared(a.x, a.width, b.x, b.width);
  const height = shared(a.y, a.height, b.y, b.height);
  const both = width * height;
  return both > 0 ? both / (a.width * a.height + b.width * b.height - both) : 0;
}

function shared(a: number, lengthA: number, b: number, lengthB: number): number {
  return Math.max(0, Math.min(a + lengthA / 2, b + lengthB / 2) - Math.max(a - lengthA / 2, b - lengthB / 2));
}
