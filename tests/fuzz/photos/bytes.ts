/** Numbers as files hold them, and damage that any file can take. */
import fc from 'fast-check';
import { later } from '../../../kit/fuzz/later';
import { ascii, u16, u32 } from '../../../kit/photos/bytes';

export { ascii, u16, u32 };

export const u24le = (value: number) => Uint8Array.of(value, value >> 8, value >> 16);
export const u32le = (value: number) => u32(value).reverse();

/** Sides in px: none, a few, the picture's own, round those that are allowed, and the most that fits. */
export const side = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(0, 1, 2, 7, 8, 9, 64, 240, 320, 321, 640, 4096) },
  { weight: 3, arbitrary: fc.constantFrom(6324, 6325, 7071, 7072, 16383, 16384, 30_000, 65_535) },
  { weight: 1, arbitrary: fc.nat(70_000) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 24 - 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1) },
);

export const noise = (maxLength: number) => fc.uint8Array({ maxLength, size: 'max' });

/** A change to a file that was put together again. */
export type Damage = (file: Uint8Array) => Uint8Array;

export const cut = later(fc.double({ min: 0, max: 1, noNaN: true }), (share, file: Uint8Array) =>
  file.slice(0, Math.floor(file.length * share)),
);
const cutInHeader = later(fc.nat(200), (length, file: Uint8Array) => file.slice(0, length));
const trailing = later(noise(400), (rest, file: Uint8Array) => joined([file, rest]));
export const garbled = (within: number, most = 8): fc.Arbitrary<Damage> =>
  later(
    fc.array(fc.tuple(fc.nat(within), fc.nat(255)), { minLength: 1, maxLength: most }),
    (places, file) => {
      const copy = file.slice();
      for (const [at, byte] of places) copy[at % copy.length] = byte;
      return copy;
    },
  );
const untouched = fc.constant<Damage>((file) => file);

const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 6, arbitrary: untouched },
  { weight: 1, arbitrary: cut },
  { weight: 1, arbitrary: cutInHeader },
  { weight: 1, arbitrary: trailing },
  { weight: 2, arbitrary: garbled(120) },
  { weight: 1, arbitrary: garbled(20_000) },
);

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

/** A copy with these bytes written over its own from `at` on, as far as it goes. */
export function overwritten(content: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const copy = content.slice();
  copy.set(bytes.slice(0, Math.max(0, copy.length - at)), Math.min(at, copy.length));
  return copy;
}

/** A change to the parts that a file is made of, in place. */
export type Change<Part> = (parts: Part[]) => void;

const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

/** Parts lost, doubled, and in another order. */
export const shuffled = <Part>(): fc.Arbitrary<Change<Part>> =>
  later(
    fc.tuple(fc.constantFrom('lost', 'doubled', 'swapped'), place, place),
    ([what, one, other], parts) => {
      const [from, to] = [Math.floor(one * parts.length), Math.floor(other * parts.length)];
      const [taken] = parts.splice(from, what === 'doubled' ? 0 : 1);
      const part = what === 'doubled' ? parts[from] : taken;
      if (part !== undefined && what !== 'lost') parts.splice(to, 0, part);
    },
  );

export const inserted = <Part>(part: fc.Arbitrary<Part>): fc.Arbitrary<Change<Part>> =>
  later(fc.tuple(part, place), ([one, at], parts) => {
    parts.splice(Math.floor(at * (parts.length + 1)), 0, one);
  });

/** Each of the parts that fit is made anew. */
export const replaced = <Part>(
  fits: (part: Part) => boolean,
  change: fc.Arbitrary<(part: Part) => Part>,
): fc.Arbitrary<Change<Part>> =>
  later(change, (anew, parts) => {
    for (const [at, part] of parts.entries()) if (fits(part)) parts[at] = anew(part);
  });

/** Photos made of good ones: taken apart, changed, put together again and damaged. */
export function oddFiles<Part>(
  good: readonly Uint8Array[],
  partsOf: (file: Uint8Array) => Part[],
  change: fc.Arbitrary<Change<Part>>,
  fileOf: fc.Arbitrary<(parts: Part[]) => Uint8Array>,
): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...good), fc.array(change, { maxLength: 3 }), damage, fileOf)
    .map(([file, changes, damaged, together]) => {
      const parts = partsOf(file);
      for (const each of changes) each(parts);
      return damaged(together(parts));
    });
}
