import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planTiles, TILES } from './plan';

const side = fc.integer({ min: 1, max: 9000 });
const photo = fc.tuple(side, side).filter(([width, height]) => width * height <= 40e6);

describe('planTiles', () => {
  it('stays within the picture and the count, and leaves no pixel out', () => {
    fc.assert(
      fc.property(photo, ([width, height]) => {
        const tiles = planTiles(width, height);
        expect(tiles.length).toBeLessThanOrEqual(TILES.most[0] + TILES.most[1]);
        const outside = tiles.filter(
          ({ left, top, ...tile }) =>
            Math.min(left, top) < 0 || left + tile.width > width || top + tile.height > height,
        );
        expect(outside).toEqual([]);
        if (tiles.length === 0) expect(Math.max(width, height)).toBeLessThan(2 * TILES.smallestSide);
        else expect(covered(tiles, width, height)).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('shows everything smaller than the overlap whole in some tile', () => {
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(photo, place, place, ([width, height], u, v) => {
        const tiles = planTiles(width, height);
        const finest = Math.min(...tiles.map((tile) => Math.max(tile.width, tile.height)));
        const size = Math.floor(TILES.overlap * finest) - 1;
        fc.pre(tiles.length > 0 && size <= Math.min(width, height));
        const [left, top] = [u * (width - size), v * (height - size)];
        const isWhole = tiles.some(
          (tile) =>
            left >= tile.left &&
            top >= tile.top &&
            left + size <= tile.left + tile.width &&
            top + size <= tile.top + tile.height,
        );
        expect(isWhole).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    [4032, 3024, [4, 20], [1.75, 3.98]],
    [3024, 4032, [4, 20], [1.75, 3.98]],
    [7296, 5472, [4, 20], [1.75, 4]],
    [1920, 1080, [3, 18], [1.78, 4.42]],
    [640, 480, [6], [2]],
    [8000, 900, [4, 12], [3.23, 8.85]],
  ])('sees a %i × %i photo in %j tiles, %j times as large', (width, height, counts, zooms) => {
    const grids = new Map<number, number>();
    for (const tile of planTiles(width, height)) {
      const zoom = Math.max(width, height) / Math.max(tile.width, tile.height);
      grids.set(zoom, (grids.get(zoom) ?? 0) + 1);
    }
    expect([...grids.values()]).toEqual(counts);
    for (const [index, zoom] of [...grids.keys()].entries()) expect(zoom).toBeCloseTo(zooms[index]!, 1);
  });

  it('has none where the model already sees every pixel', () => {
    expect(planTiles(320, 240)).toEqual([]);
    expect(planTiles(1, 1)).toEqual([]);
  });
});

function covered(tiles: ReturnType<typeof planTiles>, width: number, height: number): boolean {
  const reaches = (low: 'left' | 'top', size: 'width' | 'height', end: number) => {
    const spans = tiles
      .map((tile) => [tile[low], tile[low] + tile[size]] as const)
      .sort((a, b) => a[0] - b[0]);
    return spans.reduce((reach, [from, to]) => (from <= reach ? Math.max(reach, to) : reach), 0) === end;
  };
  return reaches('left', 'width', width) && reaches('top', 'height', height);
}
