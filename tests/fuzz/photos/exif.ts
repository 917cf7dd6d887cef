/** EXIF blocks that no camera writes: TIFF 6.0, section 2, is what they break. */
import fc from 'fast-check';
import { joined, noise, u16, u32 } from './bytes';

const ORIENTATION = 0x0112;

type Entry = { tag: number; type: number; count: number; value: number };

const entry: fc.Arbitrary<Entry> = fc.record({
  tag: fc.oneof(fc.constant(ORIENTATION), fc.constantFrom(0x8769, 0x8825, 0x0201, 0x927c), fc.nat(65_535)),
  // BYTE to DOUBLE are 1 to 12.
  type: fc.oneof(fc.integer({ min: 0, max: 13 }), fc.nat(65_535)),
  count: fc.oneof(fc.constantFrom(0, 1, 2, 2 ** 31, 2 ** 32 - 1), fc.nat(100)),
  value: fc.oneof(
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom(2 ** 16, 2 ** 31, 2 ** 32 - 1),
    fc.nat(300),
  ),
});

/** Where a directory is said to be: at its place, within itself, before the block, beyond its end. */
const offset = fc.oneof(fc.constant(8), fc.constantFrom(0, 2, 10, 2 ** 31, 2 ** 32 - 1), fc.nat(300));

/** From its byte order on, without "Exif\0\0". */
export const tiff: fc.Arbitrary<Uint8Array> = fc
  .record({
    order: fc.constantFrom(0x4949, 0x4d4d, 0x4d4d, 0x0000, 0x494d),
    magic: fc.constantFrom(42, 42, 42, 43, 0),
    first: offset,
    entries: fc.array(entry, { maxLength: 6 }),
    claimed: fc.option(fc.constantFrom(0, 1, 200, 65_535), { freq: 3 }),
    next: fc.oneof(fc.constant(0), offset),
    rest: noise(60),
  })
  .map(({ order, magic, first, entries, claimed, next, rest }) => {
    const little = order === 0x4949;
    const two = (value: number) => (little ? u16(value).reverse() : u16(value));
    const four = (value: number) => (little ? u32(value).reverse() : u32(value));
    const rows = entries.map(({ tag, type, count, value }) =>
      // A SHORT stands in the first two of four bytes.
      joined([two(tag), two(type), four(count), ...(type === 3 ? [two(value), two(0)] : [four(value)])]),
    );
    const directory = [two(claimed ?? entries.length), ...rows, four(next)];
    return joined([u16(order), two(magic), four(first), ...directory, rest]);
  });
