/**
 * Which things get a label, and where: the most important first, none over another and none over a small
 * neighbour. What was labelled in the last picture keeps its label and its place while it can, so that a
 * crowd does not flicker. CSS px of the view; the same boxes in the same order give the same labels.
 */
import { type DrawnBox, labelOf } from './boxes';
import { Crowd } from './crowd';
import type { Rect, Size } from './geometry';
import { overlapOf } from './geometry';

/** `top`: what lies over the view's upper edge hides labels this far down. */
export type LabelRoom = Size & { top?: number };
export type Label = Rect & { words: string; box: DrawnBox };
export type WidthOf = (words: string) => number;

export const LABEL_HEIGHT = 24;
const GAP = 6;
const MARGIN = 4;
/** A label that comes or moves keeps this far from others: less than a box trembles, and it would flicker. */
const CALM = 8;
/** Of a small neighbour: a newcomer hides less of it than one that is there may. */
const MOST_HIDDEN = 0.3;
const MOST_HIDDEN_KEPT = 0.5;
/** The most important ones are named whatever lies below the label: something must be, in a crowd, too. */
const ALWAYS_NAMED = 8;
/** So much more important must another be to take the place of one that is there. */
const KEPT_WEIGHT = 1.6;
/** Of a view: each label has this much to itself, px². */
const AREA_EACH = 9_000;
const MOST_LABELS = 60;
/** Beyond these nobody would find a place anyway, and it takes time. */
const MOST_TRIED = 400;
/** A thing that is missing in a picture or two has its label back where it was. */
const REMEMBERED_MS = 500;

type Shown = { key: string; name: string; rect: Rect; spot: number; seenAtMs: number };

export class LabelBook {
  private shown: Shown[] = [];

  /** @param boxes those in view */
  place(boxes: DrawnBox[], room: LabelRoom, widthOf: WidthOf, nowMs: number): Label[] {
    const known = this.recall(boxes);
    const crowd = new Crowd(boxes);
    const most = Math.min(
      MOST_LABELS,
      Math.max(ALWAYS_NAMED, Math.floor((room.width * room.height) / AREA_EACH)),
    );
    const labels: Label[] = [];
    const kept: Shown[] = [];
    for (const box of byWeight(boxes, room, known).slice(0, MOST_TRIED)) {
      if (labels.length >= most) break;
      const words = labelOf(box.thing);
      const size = { width: widthOf(words), height: LABEL_HEIGHT };
      const found = findSpot({ box, size, room, labels, crowd, before: known.get(box)?.spot ?? null });
      if (!found) continue;
      const { at, spot } = found;
      labels.push({ x: at.x, y: at.y, width: at.width, height: at.height, words, box });
      kept.push({ key: keyOf(box), name: box.thing.name, rect: box, spot, seenAtMs: nowMs });
    }
    this.remember(kept, new Set(known.values()), nowMs);
    return labels;
  }

  /** Which of the boxes had a label in the last picture, and which. */
  private recall(boxes: DrawnBox[]): Map<DrawnBox, Shown> {
    const byKey = new Map<string, DrawnBox>();
    for (const box of boxes) {
      const key = keyOf(box);
      if (key !== '' && !byKey.has(key)) byKey.set(key, box);
    }
    const known = new Map<DrawnBox, Shown>();
    for (const shown of this.shown) {
      const box = byKey.get(shown.key);
      if (box) known.set(box, shown);
    }
    // A workflow without a tracker numbers things anew in each picture: then it is the one in the same place.
    const recalled = new Set(known.values());
    for (const shown of this.shown) {
      const box = recalled.has(shown) ? null : nearest(shown, boxes, known);
      if (box) known.set(box, shown);
    }
    return known;
  }

  private remember(kept: Shown[], recalled: Set<Shown>, nowMs: number): void {
    const missing = this.shown.filter(
      (shown) => !recalled.has(shown) && nowMs - shown.seenAtMs < REMEMBERED_MS,
    );
    this.shown = [...kept, ...missing.slice(0, MOST_LABELS)];
  }
}

/** By the tracker's number, or the workflow's id; empty where there is neither. */
function keyOf({ thing: { track, id } }: DrawnBox): string {
  return track === undefined ? id : `#${track}`;
}

function nearest({ name, rect }: Shown, boxes: DrawnBox[], taken: Map<DrawnBox, Shown>): DrawnBox | null {
  let best: DrawnBox | null = null;
  let most = 0;
  for (const box of boxes) {
    if (box.thing.name !== name || taken.has(box)) continue;
    const shared = overlapOf(box, rect);
    const share = shared / (box.width * box.height + rect.width * rect.height - shared);
    if (share > Math.max(most, 0.3)) [best, most] = [box, share];
  }
  return best;
}

/** The largest first, and what has a text, or was sure, or had a label before. */
function byWeight(boxes: DrawnBox[], room: Size, known: Map<DrawnBox, Shown>): DrawnBox[] {
  const view = { x: 0, y: 0, ...room };
  const weighed = boxes.map((box) => {
    const { text, confidence } = box.thing;
    const size = Math.sqrt(overlapOf(box, view)) + 8;
    const weight = size * (text ? 1.5 : 1) * (0.5 + (confidence ?? 1) / 2);
    return { box, weight: known.has(box) ? weight * KEPT_WEIGHT : weight };
  });
  return weighed.sort((a, b) => b.weight - a.weight).map(({ box }) => box);
}

type Search = {
  box: DrawnBox;
  size: Size;
  room: LabelRoom;
  labels: Label[];
  crowd: Crowd;
  /** The number of its place in the last picture. */
  before: number | null;
};
type Found = { spot: number; at: Rect };

/** The best place that is free; the one from before needs less room around it than a new one. */
function findSpot(search: Search): Found | null {
  const { box, size, room, labels, before } = search;
  const rect = { x: sideOf(box, size, room), y: 0, width: size.width, height: size.height };
  const standsAt = (spot: number) => {
    const y = heightAt(spot, box, room, before === null || spot === before ? 0 : CALM);
    rect.y = y ?? 0;
    return y !== null;
  };
  for (let spot = 0; spot < OVER_ITSELF; spot += 1)
    if (standsAt(spot) && isFree(search, rect, spot === before)) return { spot, at: rect };
  if (labels.length >= ALWAYS_NAMED) return null;
  if (before !== null && standsAt(before) && !touches(labels, rect, 0)) return { spot: before, at: rect };
  for (let spot = 0; spot <= OVER_ITSELF; spot += 1)
    if (standsAt(spot) && !touches(labels, rect, 0)) return { spot, at: rect };
  return null;
}

function isFree({ labels, crowd, box }: Search, rect: Rect, isKept: boolean): boolean {
  if (touches(labels, rect, isKept ? 0 : CALM)) return false;
  return crowd.hidden(rect, box) <= (isKept ? MOST_HIDDEN_KEPT : MOST_HIDDEN);
}

/** Whether any of them is closer than this (CSS px). */
function touches(labels: readonly Rect[], { x, y, width, height }: Rect, by: number): boolean {
  for (const label of labels)
    if (
      label.x < x + width + by &&
      label.x + label.width > x - by &&
      label.y < y + height + by &&
      label.y + label.height > y - by
    )
      return true;
  return false;
}

/** Places in the order in which they are wanted; the last one hides what it names. */
export const SPOTS = 5;
const OVER_ITSELF = SPOTS - 1;

/** Always within the view's sides. */
export function sideOf({ handle }: Pick<DrawnBox, 'handle'>, label: Size, view: Size): number {
  return Math.max(MARGIN, Math.min(handle, view.width - label.width - MARGIN));
}

/**
 * Above the box, inside its top, below it, inside below where a neighbour's may be, over itself; null where there
 * is no room.
 * @param calm px more than needed
 */
export function heightAt(spot: number, box: Rect, view: LabelRoom, calm: number): number | null {
  const top = (view.top ?? 0) + MARGIN;
  const bottom = view.height - LABEL_HEIGHT - MARGIN;
  const end = box.y + box.height;
  const inside = Math.max(top, box.y + GAP);
  const fits = (y: number, isSo: boolean) => (isSo ? y : null);
  const fitsWithin = (y: number) =>
    fits(y, box.height >= 2 * LABEL_HEIGHT + calm && y <= Math.min(bottom, end - LABEL_HEIGHT) - calm);
  if (spot === 0) {
    const above = box.y - LABEL_HEIGHT - GAP;
    return fits(above, above >= top + calm && above <= bottom);
  }
  if (spot === 1) return fitsWithin(inside);
  if (spot === 2) {
    const below = Math.max(top, end + GAP);
    return fits(below, below <= bottom - calm);
  }
  if (spot === 3) return fitsWithin(inside + LABEL_HEIGHT + GAP + CALM);
  return fits(Math.min(bottom, inside), bottom >= top);
}
