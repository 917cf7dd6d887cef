import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DetectObjects } from '../../boxes';
import { likeness } from '../../geometry';
import { boxOf, noisePhoto, scriptedDetector } from '../testing/scripted';
import { planTiles } from './plan';
import { searchClosely } from './search';

const [WIDTH, HEIGHT] = [800, 600];
const photo = noisePhoto(WIDTH, HEIGHT);

/** Things on a grid with room between them, of any size that fits. */
const things = fc
  .array(fc.record({ size: fc.integer({ min: 30, max: 190 }), classId: fc.integer({ min: 0, max: 2 }) }), {
    minLength: 12,
    maxLength: 12,
  })
  .map((each) =>
    each.map(({ size, classId }, index) => {
      const [column, row] = [index % 4, Math.floor(index / 4)];
      return boxOf(100 + column * 200, 100 + row * 200, size, { height: size * 0.9, class_id: classId });
    }),
  );

describe('searchClosely', () => {
  it('finds each thing once, whole, whatever the tiles cut', async () => {
    await fc.assert(
      fc.asyncProperty(things, async (all) => {
        const found = await searchClosely(photo, scriptedDetector(photo, all));
        expect(found).toHaveLength(all.length);
        for (const thing of all) {
          const match = found.find((box) => likeness(box, thing) > 0.95);
          expect(match?.class_id).toBe(thing.class_id);
        }
        expect(found.map(({ confidence }) => confidence)).toEqual(
          found.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
        );
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('finds what is too small for the whole picture, and asks once for each tile and the whole', async () => {
    const small = boxOf(350, 250, 20);
    const detector = scriptedDetector(photo, [small]);
    expect(await detector(photo)).toEqual([]);
    const [found] = await searchClosely(photo, detector);
    expect(likeness(found!, small)).toBe(1);
    expect(detector.calls()).toBe(2 + planTiles(WIDTH, HEIGHT).length);
  });

  it('hands the wanted confidence on', async () => {
    const asked: (number | undefined)[] = [];
    const blind: DetectObjects = async (_, options) => {
      asked.push(options?.confidence);
      return [];
    };
    await searchClosely(photo, blind, { detect: { confidence: 0.4 } });
    expect(new Set(asked)).toEqual(new Set([0.4]));
  });
});

it('says nothing with less confidence than the model was asked for, or gave', async () => {
  // Two halves at the border of two tiles, never whole: no look shows more than a part of it.
  const wide = boxOf(400, 300, 780, { height: 60, class: 'bar' });
  const detector = scriptedDetector(photo, [wide]);
  const parts: DetectObjects = async (part, options) =>
    part.width === WIDTH ? [] : await detector(part, options);
  const given: number[] = [];
  const watched: DetectObjects = async (part, options) => {
    const boxes = await parts(part, options);
    given.push(...boxes.map(({ confidence }) => confidence));
    return boxes;
  };
  for (const { confidence } of await searchClosely(photo, watched)) {
    expect(confidence).toBeGreaterThanOrEqual(Math.min(...given));
  }
  const [joined] = await searchClosely(photo, parts, { detect: { confidence: 0.05 } });
  expect(joined!.confidence).toBeGreaterThanOrEqual(0.05);
  expect(likeness(joined!, wide)).toBeGreaterThan(0.95);
});
