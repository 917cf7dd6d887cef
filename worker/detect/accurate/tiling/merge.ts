/** One list of boxes out of what the whole picture and its tiles showed: each thing once, and no half beside its whole. */
import type { Box } from '../../boxes';
import { areaOf, type Edges, edgesOf, extentOf, likeness, shareWithin } from '../../geometry';

/** Which of a box's sides lie on a border of its tile where the picture goes on: there it may be the half of something. */
export type CutSides = { left: boolean; top: boolean; right: boolean; bottom: boolean };

/** A box in px of the whole picture, and the number of the look (one run of the model) that showed it. */
export type Sight = { box: Box; cut: CutSides; look: number };

/** Two boxes of one class that are this much alike are one thing. */
const SAME = 0.5;
/** So are one and a smaller one within it, seen at another scale: the inner line of a thick outline, say. */
const WITHIN = 0.85;
const NOT_MUCH_SMALLER = 0.3;
/** Two boxes of different classes that are this much alike are in one place. */
const SAME_PLACE = 0.7;
/** A cut box of which so much lies within a whole one is a part of it, whatever its class: half a heart looks like a drop. */
const PART = 0.6;
/** How far to believe in a box that nobody saw whole. */
const CUT_WEIGHT = 0.6;
/** Two halves must agree this well on their common border. */
const FACING = 0.6;

function isCut({ left, top, right, bottom }: CutSides): boolean {
  return left || top || right || bottom;
}

/** @param least confidence below which a box that was only seen cut is left out @returns best first */
export function mergeSights(sights: Sight[], least: number): Box[] {
  const whole = distinct(sights.filter(({ cut }) => !isCut(cut))).map(({ box }) => box);
  const loose = sights.filter(({ box, cut }) => isCut(cut) && !whole.some((each) => explains(each, box)));
  const joined = distinct(joinHalves(loose))
    .map(({ box }) => ({ ...box, confidence: box.confidence * CUT_WEIGHT }))
    .filter(({ confidence }) => confidence >= least);
  return [...whole, ...joined].sort((one, other) => other.confidence - one.confidence);
}

function bySureness(one: Sight, other: Sight): number {
  return other.box.confidence - one.box.confidence;
}

/** Of sights that mean the same thing, the surest. */
function distinct(sights: Sight[]): Sight[] {
  const kept: Sight[] = [];
  for (const sight of [...sights].sort(bySureness)) {
    const isKnown = kept.some((each) => meansSame(each.box, sight.box) || overrules(each, sight, sights));
    if (!isKnown) kept.push(sight);
  }
  return kept;
}

/**
 * What takes a thing for a star from afar and for a cross close by has seen one thing, and the surer look is right.
 * Where that look itself showed both classes there, they are two: a person, and the coat that they wear.
 */
function overrules(surer: Sight, other: Sight, sights: Sight[]): boolean {
  if (surer.look === other.look || likeness(surer.box, other.box) < SAME_PLACE) return false;
  return !sights.some(({ look, box }) => look === surer.look && meansSame(box, other.box));
}

function meansSame(one: Box, other: Box): boolean {
  if (one.class_id !== other.class_id) return false;
  if (likeness(one, other) >= SAME) return true;
  const [small, large] = areaOf(one) < areaOf(other) ? [one, other] : [other, one];
  return shareWithin(small, large) >= WITHIN && areaOf(small) >= NOT_MUCH_SMALLER * areaOf(large);
}

function explains(whole: Box, cut: Box): boolean {
  return meansSame(whole, cut) || shareWithin(cut, whole) >= PART;
}

/** Where two tiles each saw a half and none the whole, the whole is the box around both; of four quarters, in two rounds. */
function joinHalves(sights: Sight[]): Sight[] {
  const joined = joinPairs(sights);
  return joined.length < sights.length ? joinHalves(joined) : joined;
}

function joinPairs(sights: Sight[]): Sight[] {
  const open = [...sights].sort(bySureness);
  const done: Sight[] = [];
  for (let next = open.shift(); next; next = open.shift()) {
    const one = next;
    const at = open.findIndex((other) => areHalves(one, other));
    const [other] = at < 0 ? [] : open.splice(at, 1);
    done.push(other ? join(one, other) : one);
  }
  return done;
}

function areHalves(one: Sight, other: Sight): boolean {
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

function join(one: Sight, other: Sight): Sight {
  const [a, b] = [edgesOf(one.box), edgesOf(other.box)];
  const outer: Edges = {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
  const from = (side: keyof Edges) => (a[side] === outer[side] ? one : other).cut[side];
  return {
    look: one.look,
    box: { ...one.box, ...extentOf(outer), confidence: Math.max(one.box.confidence, other.box.confidence) },
    cut: { left: from('left'), top: from('top'), right: from('right'), bottom: from('bottom') },
  };
}
