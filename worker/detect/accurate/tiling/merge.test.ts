import { describe, expect, it } from 'vitest';
import type { Box } from '../../boxes';
import { type Edges, edgesOf, extentOf } from '../../geometry';
import { type CutSides, mergeBoxes, type TileBox } from './merge';

const UNCUT: CutSides = { left: false, top: false, right: false, bottom: false };

function candidate(
  edges: Edges,
  confidence: number,
  cut: Partial<CutSides> = {},
  classId = 0,
  pass = 0,
): TileBox {
  const box: Box = { ...extentOf(edges), confidence, class: `c${classId}`, class_id: classId };
  return { box, cut: { ...UNCUT, ...cut }, pass };
}
const edges = (left: number, top: number, right: number, bottom: number): Edges => ({
  left,
  top,
  right,
  bottom,
});

describe('mergeBoxes', () => {
  it('drops a half beside its whole, however sure the model was of the half, and whatever it took it for', () => {
    const whole = candidate(edges(0, 0, 100, 100), 0.4);
    const half = candidate(edges(0, 0, 55, 100), 0.95, { right: true });
    const mistaken = candidate(edges(45, 0, 100, 100), 0.95, { left: true }, 1);
    expect(mergeBoxes([half, mistaken, whole], 0.25)).toEqual([whole.box]);
  });

  it('makes one of two halves that nobody saw whole, and believes less in it', () => {
    const left = candidate(edges(0, 0, 300, 200), 0.9, { right: true });
    const right = candidate(edges(250, 5, 600, 200), 0.8, { left: true });
    const [joined, none] = mergeBoxes([left, right], 0.25);
    expect(none).toBeUndefined();
    expect(edgesOf(joined!)).toEqual(edges(0, 0, 600, 200));
    expect(joined!.confidence).toBeCloseTo(0.54);
  });

  it('makes one of four quarters', () => {
    const quarters = [
      candidate(edges(0, 0, 300, 300), 0.9, { right: true, bottom: true }),
      candidate(edges(250, 0, 600, 300), 0.9, { left: true, bottom: true }),
      candidate(edges(0, 250, 300, 600), 0.9, { right: true, top: true }),
      candidate(edges(250, 250, 600, 600), 0.9, { left: true, top: true }),
    ];
    const merged = mergeBoxes(quarters, 0.25);
    expect(merged).toHaveLength(1);
    expect(edgesOf(merged[0]!)).toEqual(edges(0, 0, 600, 600));
  });

  it('leaves apart what only lies side by side', () => {
    const left = candidate(edges(0, 0, 300, 200), 0.9, { right: true });
    const below = candidate(edges(250, 150, 600, 400), 0.8, { left: true });
    const other = candidate(edges(250, 0, 600, 200), 0.8, { left: true }, 1);
    expect(mergeBoxes([left, below], 0.25)).toHaveLength(2);
    expect(mergeBoxes([left, other], 0.25)).toHaveLength(2);
  });

  it('keeps different classes in one place, and a small thing within a large one of its class', () => {
    const large = candidate(edges(0, 0, 400, 400), 0.9);
    expect(mergeBoxes([large, candidate(edges(5, 5, 395, 395), 0.8, {}, 1)], 0.25)).toHaveLength(2);
    expect(mergeBoxes([large, candidate(edges(100, 100, 200, 200), 0.8)], 0.25)).toHaveLength(2);
    expect(mergeBoxes([large, candidate(edges(60, 60, 340, 340), 0.8)], 0.25)).toEqual([large.box]);
  });

  it('lets the surer of two looks say what a thing is, unless that pass saw both', () => {
    const afar = candidate(edges(0, 0, 100, 100), 0.6, {}, 1, 0);
    const close = candidate(edges(3, 3, 99, 99), 0.8, {}, 2, 1);
    expect(mergeBoxes([afar, close], 0.25)).toEqual([close.box]);
    const both = candidate(edges(2, 2, 99, 99), 0.5, {}, 1, 1);
    expect(mergeBoxes([afar, close, both], 0.25)).toEqual([close.box, afar.box]);
  });

  it('leaves out a cut one of which the model was not sure', () => {
    expect(mergeBoxes([candidate(edges(0, 0, 50, 50), 0.4, { top: true })], 0.25)).toEqual([]);
    expect(mergeBoxes([candidate(edges(0, 0, 50, 50), 0.3)], 0.25)).toHaveLength(1);
  });
});
