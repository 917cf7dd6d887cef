import { describe, expect, it } from 'vitest';
import { held, MOST_ZOOM, moved, WHOLE, zoomed } from './zoom';

const area = { width: 400, height: 300 };
const upright = { width: 225, height: 300 };

describe('zooming', () => {
  it('keeps what is under the fingers where it is', () => {
    const at = { x: 100, y: -50 };
    const near = zoomed(zoomed(WHOLE, 2, at), 1.5, at);
    // The point of the picture at `at` was (100, -50) from its middle.
    expect(near.scale).toBe(3);
    expect([near.x + 3 * 100, near.y + 3 * -50]).toEqual([100, -50]);
  });

  it('ends at eight times, and at the whole picture', () => {
    expect(zoomed(WHOLE, 100, { x: 10, y: 0 }).scale).toBe(MOST_ZOOM);
    expect(zoomed({ scale: 3, x: 9, y: 9 }, 0.001, { x: 10, y: 0 }).scale).toBe(1);
  });
});

describe('a view', () => {
  it('shows no more than the picture to one side', () => {
    const far = moved({ scale: 4, x: 0, y: 0 }, { x: 10_000, y: -10_000 });
    expect(held(far, area, upright)).toEqual({ scale: 4, x: (225 * 4 - 400) / 2, y: -(300 * 4 - 300) / 2 });
  });

  it('stays in the middle where the picture is smaller than its area', () => {
    expect(held({ scale: 1.5, x: 30, y: 400 }, area, upright)).toEqual({ scale: 1.5, x: 0, y: 75 });
    expect(held({ scale: 1, x: -30, y: -4 }, area, upright)).toEqual(WHOLE);
  });
});
