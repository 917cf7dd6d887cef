import { describe, expect, it } from 'vitest';
import type { Box } from '../../boxes';
import { type Edges, edgesOf, extentOf } from '../../geometry';
import { type CutSides, mergeSights, type Sight } from './merge';

const UNCUT: CutSides = { left: false, top: false, right: false, bottom: false };

function sight(edges: Edges, confidence: number, cut: Partial<CutSides> = {}, classId = 0, look = 0): Sight {
  const box: Box = { ...extentOf(edges), confidence, class: `c${classId}`, class_id: classId };
  return { box, cut: { ...UNCUT, ...cut }, look };
}
const edges = (left: number, top: number, right: number, bottom: number): Edges => ({
  left,
  top,
  right,
  bottom,
});

describe('mergeSights', () => {
  it('drops a half beside its whole, however sure the model was of the half, and whatever it took it for', () => {
    const whole = sight(edges(0, 0, 100, 100), 0.4);
    const half = sight(edges(0, 0, 55, 100), 0.95, { right: true });
    const mistaken = sight(edges(45, 0, 100, 100), 0.95, { left: true }, 1);
    expect(mergeSights([half, mistaken, whole], 0.25)).toEqual([whole.box]);
  });

  it('makes one of two halves that nobody saw whole, and believes less in it', () => {
    const left = sight(edges(0, 0, 300, 200), 0.9, { right: true });
    const right = sight(edges(250, 5, 600, 200), 0.8, { left: true });
    const [joined, none] = mergeSights([left, right], 0.25);
    expect(none).toBeUndefined();
    expect(edgesOf(joined!)).toEqual(edges(0, 0, 600, 200));
    expect(joined!.confidence).toBeCloseTo(0.54);
  });

  it('makes one of four quarters', () => {
    const quarters = [
      sight(edges(0, 0, 300, 300), 0.9, { right: true, bottom: true }),
      sight(edges(250, 0, 600, 300), 0.9, { left: true, bottom: true }),
      sight(edges(0, 250, 300, 600), 0.9, { right: true, top: true }),
      sight(edges(250, 250, 600, 600), 0.9, { left: true, top: true }),
    ];
    const merged = mergeSights(quarters, 0.25);
    expect(merged).toHaveLength(1);
    expect(edgesOf(merged[0]!)).toEqual(edges(0, 0, 600, 600));
  });

  it('leaves apart what only lies side by side', () => {
    const left = sight(edges(0, 0, 300, 200), 0.9, { right: true });
    const below = sight(edges(250, 150, 600, 400), 0.8, { left: true });
    const other = sight(edges(250, 0, 600, 200), 0.8, { left: true }, 1);
    expect(mergeSights([left, below], 0.25)).toHaveLength(2);
    expect(mergeSights([left, other], 0.25)).toHaveLength(2);
  });

  it('keeps different classes in one place, and a small thing within a large one of its class', () => {
    const large = sight(edges(0, 0, 400, 400), 0.9);
    expect(mergeSights([large, sight(edges(5, 5, 395, 395), 0.8, {}, 1)], 0.25)).toHaveLength(2);
    expect(mergeSights([large, sight(edges(100, 100, 200, 200), 0.8)], 0.25)).toHaveLength(2);
    expect(mergeSights([large, sight(edges(60, 60, 340, 340), 0.8)], 0.25)).toEqual([large.box]);
  });

  it('lets the surer of two looks say what a thing is, unless that look saw both', () => {
    const afar = sight(edges(0, 0, 100, 100), 0.6, {}, 1, 0);
    const close = sight(edges(3, 3, 99, 99), 0.8, {}, 2, 1);
    expect(mergeSights([afar, close], 0.25)).toEqual([close.box]);
    const both = sight(edges(2, 2, 99, 99), 0.5, {}, 1, 1);
    expect(mergeSights([afar, close, both], 0.25)).toEqual([close.box, afar.box]);
  });

  it('leaves out a cut one of which the model was not sure', () => {
    expect(mergeSights([sight(edges(0, 0, 50, 50), 0.4, { top: true })], 0.25)).toEqual([]);
    expect(mergeSights([sight(edges(0, 0, 50, 50), 0.3)], 0.25)).toHaveLength(1);
  });
});
