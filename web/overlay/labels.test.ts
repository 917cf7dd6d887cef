import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Thing } from '../results/kinds/model';
import { labelOf, toDrawnBox } from './boxes';
import { type Mapping, overlapOf, type Rect } from './geometry';
import { heightAt, LABEL_HEIGHT, type Label, LabelBook, SPOTS, sideOf } from './labels';
import { colourOf } from './palette';

const AS_IT_IS: Mapping = { scaleX: 1, scaleY: 1, offsetX: 0, offsetY: 0 };
const PHONE = { width: 390, height: 844, top: 44 };
const widthOf = (words: string) => words.length * 7 + 30;

/** `x`, `y`: the upper left corner. */
type Made = Partial<Thing> & Rect;
const drawn = ({ x, y, width, height, ...over }: Made) =>
  toDrawnBox(AS_IT_IS, {
    id: '',
    name: 'person',
    confidence: 0.9,
    outputs: ['a'],
    box: { x: x + width / 2, y: y + height / 2, width, height },
    ...over,
  });
const place = (book: LabelBook, things: Made[], nowMs = 0) =>
  book.place(things.map(drawn), PHONE, widthOf, nowMs);
/** What tells labels apart, whatever moved. */
const named = (labels: Label[]) => labels.map(({ box }) => box.thing.track ?? box.thing.id).sort();

describe('the words', () => {
  const thing: Thing = { id: '', name: 'traffic_light', confidence: 0.426, outputs: [], box: { x: 0, y: 0, width: 9, height: 9 } }; // biome-ignore format: one line
  it.each<[string, Partial<Thing>, string]>([
    ['class and confidence', {}, 'traffic light 43 %'],
    ['a class alone', { confidence: null }, 'traffic light'],
    ['a code’s text', { text: 'HELLO' }, 'HELLO'],
    ['a long text, shortened', { text: 'x'.repeat(50) }, `${'x'.repeat(35)}…`],
    ['an empty text', { text: '' }, 'traffic light 43 %'],
    ['a track', { track: 7 }, 'traffic light #7 · 43 %'],
    ['track and time', { track: 7, secondsInZone: 4.7 }, 'traffic light #7 · 4 s · 43 %'],
    ['a time alone', { secondsInZone: 75, confidence: null }, 'traffic light 1:15 min'],
    ['a speed', { track: 0, speed: 124.2 }, 'traffic light #0 · 124/s · 43 %'],
    ['a tracked code', { track: 1, text: 'HELLO' }, 'HELLO #1'],
    ['what is tracked, however long its text', { track: 1, text: 'x'.repeat(50) }, `${'x'.repeat(32)}… #1`],
  ])('say %s', (_, over, words) => {
    expect(labelOf({ ...thing, ...over })).toBe(words);
  });
});

describe('the colour', () => {
  const of = (classId: number | undefined, track?: number) => colourOf({ name: 'person', classId, track });

  it('is one for a class, and stays with a track', () => {
    expect(of(3)).toBe(of(3));
    expect(of(3, 7)).toBe(of(4, 7));
    for (const id of [0, 79, -1, undefined, 2 ** 53]) expect(of(id)).toMatch(/^#[0-9a-f]{6}$/);
  });

  it('is another for each of the first eight', () => {
    const eight = Array.from({ length: 8 }, (_, id) => id);
    expect(new Set(eight.map((id) => of(id)))).toHaveProperty('size', 8);
    expect(new Set(eight.map((track) => of(0, track)))).toHaveProperty('size', 8);
  });
});

describe('a place', () => {
  const size = { width: 400, height: 300 };
  const label = { width: 100, height: LABEL_HEIGHT };
  const spots = (box: Rect, top?: number) =>
    Array.from({ length: SPOTS }, (_, spot) => {
      const y = heightAt(spot, box, { ...size, top }, 0);
      return y === null ? null : { x: sideOf({ handle: box.x }, label, size), y };
    });
  const first = (box: Rect, top?: number) => spots(box, top).find((spot) => spot);

  it('is above the box, or inside it at the top edge, and never off the sides', () => {
    expect(first({ x: 50, y: 100, width: 80, height: 80 })).toEqual({ x: 50, y: 70 });
    expect(first({ x: -20, y: 10, width: 80, height: 80 })).toEqual({ x: 4, y: 16 });
    expect(first({ x: 390, y: 100, width: 80, height: 80 })).toEqual({ x: 296, y: 70 });
  });

  it('is clear of what lies over the upper edge', () => {
    expect(first({ x: 50, y: 70, width: 80, height: 80 }, 44)).toEqual({ x: 50, y: 76 });
    expect(first({ x: 50, y: 2, width: 80, height: 80 }, 44)).toEqual({ x: 50, y: 48 });
    expect(first({ x: 50, y: 100, width: 80, height: 80 }, 44)).toEqual({ x: 50, y: 70 });
  });

  it('is over the upper corner of what is turned', () => {
    const rectangle = [{ x: 100, y: 200 }, { x: 200, y: 100 }, { x: 220, y: 120 }, { x: 120, y: 220 }]; // biome-ignore format: one line
    const [label] = place(new LabelBook(), [{ x: 100, y: 100, width: 120, height: 120, rectangle }]);
    expect(label).toMatchObject({ x: 176, y: 70 });
  });

  it('is below a box that is small and at the top', () => {
    expect(first({ x: 50, y: 10, width: 30, height: 20 })).toEqual({ x: 50, y: 36 });
  });

  it('is within the view, wherever the box is', () => {
    const side = fc.integer({ min: -900, max: 1_200 });
    const length = fc.integer({ min: 1, max: 2_000 });
    fc.assert(
      fc.property(side, side, length, length, (x, y, width, height) => {
        for (const spot of spots({ x, y, width, height }, 44)) {
          if (!spot) continue;
          expect(spot.x).toBeGreaterThanOrEqual(4);
          expect(spot.y).toBeGreaterThanOrEqual(48);
          expect(spot.x + label.width).toBeLessThanOrEqual(396);
          expect(spot.y + label.height).toBeLessThanOrEqual(296);
        }
      }),
    );
  });
});

/** Always the same throws of the dice. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** So many things all over the view, tracked. */
function crowd(count: number, side = 40): Made[] {
  const throwDice = dice(count);
  return Array.from({ length: count }, (_, track) => ({
    x: throwDice() * (PHONE.width - side),
    y: 60 + throwDice() * (PHONE.height - 60 - side),
    width: side,
    height: side,
    track,
    confidence: 0.4 + throwDice() / 2,
  }));
}

describe('labels', () => {
  it('are given to each of a few things, even where they lie on each other', () => {
    const box = { x: 100, y: 300, width: 60, height: 200 };
    const things = [box, { ...box, x: 110 }, { ...box, x: 120 }].map((each, track) => ({ ...each, track }));
    expect(place(new LabelBook(), things)).toHaveLength(3);
  });

  it('find a place where a neighbour has the top of the view', () => {
    const things = [0, 80].map((x) => ({ x: 40 + x, y: 20, width: 70, height: 840, track: x }));
    const labels = place(new LabelBook(), things);
    expect(labels.map(({ y }) => y)).toEqual([48, 86]);
  });

  it.each([1, 6, 40, 300, 3_000])('of %i things never cover each other', (count) => {
    const labels = place(new LabelBook(), crowd(count));
    for (const [at, one] of labels.entries())
      for (const other of labels.slice(at + 1)) expect(overlapOf(one, other)).toBe(0);
    expect(labels.length).toBeGreaterThan(Math.min(count, 6) - 1);
    expect(labels.length).toBeLessThan(40);
  });

  it('of 300 things hide hardly any of the others', () => {
    const things = crowd(300, 24);
    const labels = place(new LabelBook(), things);
    const boxes = things.map(drawn);
    const hiding = labels.filter((label) => {
      const others = boxes.filter(({ thing }) => thing.track !== label.box.thing.track);
      const hidden = others.map((box) => overlapOf(box, label) / (box.width * box.height));
      return hidden.reduce((sum, share) => sum + share, 0) > 0.3;
    });
    expect(labels.length).toBeGreaterThanOrEqual(8);
    expect(hiding.length).toBeLessThanOrEqual(8);
  });

  it('are the largest things’ first, and those with a text', () => {
    const small = crowd(200, 20);
    const large = { x: 120, y: 300, width: 150, height: 300, track: 900 };
    const code = { x: 20, y: 700, width: 60, height: 60, id: 'code', text: 'HELLO' };
    expect(named(place(new LabelBook(), [...small, large, code]))).toEqual(
      expect.arrayContaining([900, 'code']),
    );
  });

  it('are the same for the same things', () => {
    const once = place(new LabelBook(), crowd(300));
    expect(place(new LabelBook(), crowd(300))).toEqual(once);
    const book = new LabelBook();
    place(book, crowd(300));
    expect(named(place(book, crowd(300), 33))).toEqual(named(once));
  });

  it.each<[string, (thing: Made, picture: number) => Made]>([
    ['with a track', (thing) => thing],
    ['with an id', ({ track, ...thing }) => ({ ...thing, id: `t${track}` })],
    ['named anew in each picture', ({ track, ...thing }, picture) => ({ ...thing, id: `${track} of ${picture}` })], // biome-ignore format: one line
    ['without a name', ({ track: _, ...thing }) => thing],
  ])('do not flicker where 300 things %s tremble', (_, told) => {
    const [book, throwDice] = [new LabelBook(), dice(5)];
    const tremble = () => (throwDice() - 0.5) * 5;
    const things = crowd(300);
    const pictures = Array.from({ length: 60 }, (_, picture) =>
      things.map(
        (thing) =>
        told({ ...thing, x: thing.x + tremble(), y: thing.y + tremble(), confidence: 0.5 + throwDice() / 4 }, picture), // biome-ignore format: one line
      ),
    );
    const seen = pictures.map((picture, at) => book.place(picture.map(drawn), PHONE, widthOf, at * 33));
    // Of two that lie on each other and have no name, either may have the label: nobody sees a difference.
    const come = seen.slice(1).map((now, at) => now.filter((label) => !seen[at]!.some((one) => overlapOf(one, label) > 0))); // biome-ignore format: one line
    expect(seen[0]!.length).toBeGreaterThanOrEqual(8);
    expect(come.slice(10).flat().length).toBeLessThanOrEqual(5);
  });

  it('come back where they were after a picture without the thing', () => {
    const book = new LabelBook();
    const things = crowd(120);
    const before = place(book, things);
    place(book, [], 100);
    expect(named(place(book, things, 200))).toEqual(named(before));
  });

  it('keep their place where the box trembles about the edge of the room', () => {
    const book = new LabelBook();
    const at = (y: number) => place(book, [{ x: 50, y, width: 90, height: 120, track: 1 }])[0]!.y - y;
    const places = [84, 77, 79, 76.5, 80].map(at);
    expect(places.map((y) => y > 0)).toEqual([false, true, true, true, true]);
  });
});
