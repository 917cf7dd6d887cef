/**
 * A thing that stands in several outputs is one thing: a model's set, the tracker's, and a counter's that it
 * just crossed all hold it, under one `detection_id`.
 */
import type { Box, Thing } from './kinds/model';
import { isUuid } from './kinds/place';

/** `set`: the number of the set that it comes from. */
export type Found = { thing: Thing; placed: boolean; set: number };

/**
 * @returns for each found the thing that it is part of: the same object for the same thing, the first one's
 * place in the order
 */
export function join(found: readonly Found[]): readonly Found[] {
  // Of one set, which is what most workflows give, each is its own.
  if (found.every(({ set }) => set === found[0]?.set)) return found;
  const joined = new Map<string, Found>();
  const turns = new Map<string, { set: number; turn: number }>();
  return found.map((each) => {
    const key = freeKey(`${turnOf(each, turns)} ${keyOf(each)}`, each, joined);
    const known = joined.get(key);
    if (known) merge(known, each);
    else joined.set(key, { ...each });
    return joined.get(key) ?? each;
  });
}

/**
 * Within one set two are two, whatever they are called: the second is that of every other set. Counted, as
 * 3,000 may share an id.
 */
function turnOf(each: Found, turns: Map<string, { set: number; turn: number }>): number {
  const key = keyOf(each);
  const last = turns.get(key);
  const turn = last?.set === each.set ? last.turn + 1 : 0;
  turns.set(key, { set: each.set, turn });
  return turn;
}

/** So many things by the same short id, which may be a number that each block counts for itself. */
const MOST_NAMESAKES = 4;

function freeKey(wanted: string, each: Found, joined: Map<string, Found>): string {
  for (let other = 0; other < MOST_NAMESAKES; other += 1) {
    const key = `${other} ${wanted}`;
    const known = joined.get(key);
    if (!known || isSame(known, each)) return key;
  }
  return `${each.set} of many ${wanted}`;
}

/** Where no id is given, the very same box of the same class is the same thing. */
function keyOf({ thing, placed }: Found): string {
  const { id, name, box } = thing;
  return id || `${placed} ${box.x} ${box.y} ${box.width} ${box.height} ${name}`;
}

function isSame(a: Found, b: Found): boolean {
  return !a.placed || !b.placed || isUuid(a.thing.id) || touch(a.thing.box, b.thing.box);
}

function touch(a: Box, b: Box): boolean {
  return 2 * Math.abs(a.x - b.x) < a.width + b.width && 2 * Math.abs(a.y - b.y) < a.height + b.height;
}

/** Into `known`: the richer one's fields, and what only the other has. */
function merge(known: Found, other: Found): void {
  const [first, second] = isRicher(other, known) ? [other, known] : [known, other];
  const outputs = [...new Set([...known.thing.outputs, ...other.thing.outputs])];
  const more = first.placed && !second.placed ? withoutGeometry(second.thing) : { ...second.thing };
  // By index into the keypoints they came with.
  if (first.thing.keypoints) delete more.bones;
  const confidence = first.thing.confidence ?? second.thing.confidence;
  known.thing = { ...more, ...first.thing, confidence, outputs };
  known.placed = first.placed;
}

function isRicher(a: Found, b: Found): boolean {
  if (a.placed !== b.placed) return a.placed;
  return Object.keys(a.thing).length > Object.keys(b.thing).length;
}

function withoutGeometry(thing: Thing): Partial<Thing> {
  const { box, mask, keypoints, bones, rectangle, polygon, ...facts } = thing;
  return facts;
}
