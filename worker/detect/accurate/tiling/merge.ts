/**
 * One list of boxes out of what the whole picture and its tiles showed: each thing once, and no half beside
 * its whole.
 */
import type { Box } from '../../boxes';
import { areaOf, type Edges, edgesOf, extentOf, likeness, shareWithin } from '../../geometry';

/**
 * Which of a box's sides lie on a border of its tile where the picture goes on: there it may be the half of
 * something.
 */
export type CutSides = { left: boolean; top: boolean; right: boolean; bottom: boolean };

/** A box in px of the whole picture, and the number of the pass (one run of the model) that showed it. */
export type TileBox = { box: Box; cut: CutSides; pass: number };

/** Two boxes of one class that are this much alike are one thing. */
const SAME = 0.5;
/** So are one and a smaller one within it, seen at another scale: the inner line of a thick outline, say. */
const WITHIN = 0.85;
const NOT_MUCH_SMALLER = 0.3;
/** Two boxes of different classes that are this much alike are in one place. */
const SAME_PLACE = 0.7;
/**
 * A cut box of which so much lies within a whole one is a part of it, whatever its class: half a heart looks
 * like a drop.
 */
const PART = 0.6;
/** How far to believe in a box that nobody saw whole. */
const CUT_WEIGHT = 0.6;
/** Two halves must agree this well on their common border. */
const FACING = 0.6;

function isCut({ left, top, right, bottom }: CutSides): boolean {
  return left || top || right || bottom;
}

/** @param least confidence below which a box that was only seen cut is left out @returns best first */
export function mergeBoxes(boxes: TileBox[], least: number): Box[] {
  const whole = distinct(boxes.filter(({ cut }) => !isCut(cut))).map(({ box }) => box);
  const loose = boxes.filter(({ box, cut }) => isCut(cut) && !whole.some((each) => explains(each, box)));
  const joined = distinct(joinHalves(loose))
    .map(({ box }) => ({ ...box, confidence: box.confidence * CUT_WEIGHT }))
    .filter(({ confidence }) => confidence >= least);
  return [...whole, ...joined].sort((one, other) => other.confidence - one.confidence);
}

function byConfidence(one: TileBox, other: TileBox): number {
  return other.box.confidence - one.box.confidence;
}

/** Of boxes that mean the same thing, the surest. */
function distinct(boxes: TileBox[]): TileBox[] {
  const kept: TileBox[] = [];
  for (const candidate of [...boxes].sort(byConfidence)) {
    const isKnown = kept.some(
      (each) => meansSame(each.box, candidate.box) || overrules(each, candidate, boxes),
    );
    if (!isKnown) kept.push(candidate);
  }
  return kept;
}

/**
 * What takes a thing for a star from afar and for a cross close by has seen one thing, and the surer pass is
 * right. Where that pass itself showed both classes there, they are two: a person, and the coat that they
 * wear.
 */
function overrules(surer: TileBox, other: TileBox, boxes: TileBox[]): boolean {
  if (surer.pass === other.pass || likeness(surer.box, other.box) < SAME_PLACE) return false;
  return !boxes.some(({ pass, box }) => pass === surer.pass && meansSame(box, other.box));
}

/** Whether two boxes are of one thing. */
export function meansSame(one: Box, other: Box): boolean {
  if (one.class_id !== other.class_id) return false;
  if (likeness(one, other) >= SAME) return true;
  const [small, large] = areaOf(one) < areaOf(other) ? [one, other] : [other, one];
  return shareWithin(small, large) >= WITHIN && areaOf(small) >= NOT_MUCH_SMALLER * areaOf(large);
}

function explains(whole: Box, cut: Box): boolean {
  return meansSame(whole, cut) || shareWithin(cut, whole) >= PART;
}

/**
 * Where two tiles each saw a half and none the whole, the whole is the box around both; of four quarters, in
 * two rounds.
 */
function joinHalves(boxes: TileBox[]): TileBox[] {
  const joined = joinPairs(boxes);
  return joined.length < boxes.length ? joinHalves(joined) : joined;
}

function joinPairs(boxes: TileBox[]): TileBox[] {
  const open = [...boxes].sort(byConfidence);
  const done: TileBox[] = [];
  for (let next = open.shift(); next; next = open.shift()) {
    const one = next;
    const at = open.findIndex((other) => areHalves(one, other));
    const [other] = at < 0 ? [] : open.splice(at, 1);
    done.push(other ? join(one, other) : one);
  }
  return done;
}

function areHalves(one: TileBox, other: TileBox): boolean {
  if (one.box.class_id !== other.box.class_id) return false;
  const [a, b] = [edgesOf(one.box), edgesOf(other.box)];
  const sideways =
    (one.cut.right && other.cut.left && follows(a.left, a.right, b.left, b.right)) ||
    (other.cut.right && one.cut.left && follows(b.left, b.right, a.left, a.right));
  if (sideways && agree(a.top, a.bottom, b.top, b.bottom)) return true;
  const stacked =
    (one.cut.bottom && other.cut.top && follows(a.top, a.bottom, b.top, b.bottom)) ||
    (other.cut.bottom && one.cut.top && follows(b.top, b.bottom, a.top, a.bottom));
  return stacked && agree(a.left, a.right, b.left, b.right);
}

/** The tiles overlap, so the first half ends within the second one, and begins before it. */
function follows(low: number, high: number, nextLow: number, nextHigh: number): boolean {
  return low <= nextLow && nextLow <= high && high <= nextHigh;
}

function agree(low: number, high: number, otherLow: number, otherHigh: number): boolean {
  const shared = Math.min(high, otherHigh) - Math.max(low, otherLow);
  return shared >= FACING * (Math.max(high, otherHigh) - Math.min(low, otherLow));
}

function join(one: TileBox, other: TileBox): TileBox {
  const [a, b] = [edgesOf(one.box), edgesOf(other.box)];
  const outer: Edges = {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
  const from = (side: keyof Edges) => (a[side] === outer[side] ? one : other).cut[side];
  return {
    pass: one.pass,
    box: { ...one.box, ...extentOf(outer), confidence: Math.max(one.box.confidence, other.box.confidence) },
    cut: { left: from('left'), top: from('top'), right: from('right'), bottom: from('bottom') },
  };
}
