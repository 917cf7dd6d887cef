import { expect } from 'vitest';
import type { Box } from '../../boxes';

/** What the reference says of one picture: edges in px, left top right bottom. */
export type Expected = { corners: [number, number, number, number]; confidence: number; class: string };

/** Each expected box has one of its class within a pixel, and there are no others. */
export function expectSame(boxes: Box[], expected: Expected[]): void {
  const left = [...boxes];
  for (const { corners, confidence, class: name } of expected) {
    const at = left.findIndex((box) => box.class === name && distance(box, corners) <= 1);
    expect(at, `${name} at ${corners} in ${JSON.stringify(left)}`).not.toBe(-1);
    expect(Math.abs((left[at]?.confidence ?? 0) - confidence)).toBeLessThan(0.05);
    left.splice(at, 1);
  }
  expect(left).toEqual([]);
}

function distance({ x, y, width, height }: Box, corners: Expected['corners']): number {
  const own = [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  return Math.max(...corners.map((value, at) => Math.abs(value - (own[at] ?? Number.NaN))));
}
