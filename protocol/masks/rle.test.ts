import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf } from './rle';
import { encodeMask } from './testing';
import { writeRuns } from './write';

const inside = (mask: unknown) =>
  columnsOf(mask)?.map((column) => {
    let sum = 0;
    for (let i = 0; i < column.length; i += 2) sum += column[i + 1]! - column[i]!;
    return sum;
  });
const total = (mask: unknown) => inside(mask)?.reduce((sum, each) => sum + each, 0);

describe('columnsOf', () => {
  // Made with pycocotools 2.0: an ellipse, a ring, all of it, nothing.
  it.each([
    [
      [48, 64],
      'R>6X14L4M2N2N2N2O0O2O0O2O0O2O00000O2O0000000000000000000001N1000001N101N101N101N2N2N2N3L4LP`0',
      1040,
    ],
    [
      [48, 64],
      'Ra0=Q14L4M2M4M2N2O0O2N@C0<LL03O10NO40K070H080HO:0F0:0F0:0F0:0FO<0D1:0F0:0F0:0F0:0F180H080I050L120O1M044D0=`02N101N2N3L3N3L4L`d0',
      928,
    ],
    [[5, 7], '0S1', 35],
    [[5, 7], 'S1', 0],
  ])('reads what COCO’s own tool writes: %j %s', (size, counts, pixels) => {
    expect(columnsOf({ size, counts })).toHaveLength(size[1]!);
    expect(total({ size, counts })).toBe(pixels);
  });

  it('says which rows of which column', () => {
    expect(columnsOf({ size: [3, 3], counts: '414' })).toEqual([[], [1, 2], []]);
    expect(columnsOf({ size: [4, 2], counts: writeRuns([2, 4, 2]) })).toEqual([
      [2, 4],
      [0, 2],
    ]);
    // A run of no length in the middle joins its neighbours.
    expect(columnsOf({ size: [6, 1], counts: writeRuns([1, 2, 0, 2, 1]) })).toEqual([[1, 5]]);
  });

  it('reads back any picture', () => {
    const picture = fc
      .record({ rows: fc.integer({ min: 1, max: 30 }), columns: fc.integer({ min: 1, max: 30 }) })
      .chain(({ rows, columns }) =>
        fc.record({
          rows: fc.constant(rows),
          columns: fc.constant(columns),
          pixels: fc.array(fc.boolean(), { minLength: rows * columns, maxLength: rows * columns }),
        }),
      );
    fc.assert(
      fc.property(picture, ({ rows, columns, pixels }) => {
        const at = (x: number, y: number) => pixels[x * rows + y]!;
        const read = columnsOf(encodeMask({ rows, columns, at }))!;
        const drawn = read.flatMap((column) =>
          Array.from({ length: rows }, (_, y) =>
            column.some((top, i) => i % 2 === 0 && y >= top && y < column[i + 1]!),
          ),
        );
        expect(drawn).toEqual(pixels);
      }),
    );
  });

  it.each([
    ['too short', { size: [3, 4], counts: '414' }],
    ['too long', { size: [2, 2], counts: '414' }],
    ['a number cut off', { size: [5, 7], counts: '0S' }],
    ['a number without end', { size: [5, 7], counts: 'oooooooooooooooo' }],
    ['a run below nothing', { size: [3, 3], counts: 'O14' }],
    ['a letter that is none', { size: [3, 3], counts: '4\u00e94' }],
    ['a size of nothing', { size: [0, 9], counts: '' }],
    ['half a pixel', { size: [1.5, 2], counts: '3' }],
    ['a size as text', { size: ['3', '3'], counts: '414' }],
    ['a size that is no number', { size: [{ toString: 1 }, 3], counts: '414' }],
    ['a wall', { size: [100_000, 100_000], counts: '0' }],
    ['26 megapixels', { size: [5200, 5000], counts: writeRuns([26_000_000]) }],
    ['one row of 25 megapixels', { size: [1, 25_000_000], counts: writeRuns([25_000_000]) }],
    ['one column of them', { size: [25_000_000, 1], counts: writeRuns([25_000_000]) }],
    ['noise', { size: [1000, 1000], counts: '1'.repeat(1_000_000) }],
    ['lengths unpacked', { size: [3, 3], counts: [4, 1, 4] }],
    ['no size', { counts: '414' }],
    ['text', 'mask'],
    ['nothing', null],
  ])('%s is no mask', (_, mask) => {
    expect(columnsOf(mask)).toBeNull();
  });

  it('takes 24 megapixels', () => {
    expect(total({ size: [4000, 6000], counts: writeRuns([0, 24_000_000]) })).toBe(24_000_000);
  });

  it('takes the longest row of a JPEG', () => {
    expect(total({ size: [1, 65_535], counts: writeRuns([0, 65_535]) })).toBe(65_535);
  });

  it('never throws, whatever the text', () => {
    const letters = fc.string({ unit: fc.integer({ min: 40, max: 120 }).map((c) => String.fromCharCode(c)) });
    const side = fc.oneof(fc.integer({ min: -2, max: 40 }), fc.double());
    fc.assert(
      fc.property(fc.oneof(letters, fc.string()), side, side, (counts, rows, columns) => {
        const read = columnsOf({ size: [rows, columns], counts });
        expect(read === null || read.length === columns).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
