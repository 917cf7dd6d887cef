/** A printed code of each symbology, drawn by BWIPP: a reader must not draw its own questions. */
import bwip from 'bwip-js/node';
import type { Random } from '../../kit/figures/random';

/** Modules; `isDark` outside of them is asked too, and is false there. `quiet`: modules of paper that the
 * standard asks for around. */
export type CodeSymbol = {
  text: string;
  columns: number;
  rows: number;
  /** Linear, or stacked of lines: it has a level. */
  isBars: boolean;
  quiet: number;
  isDark(column: number, row: number): boolean;
};

const DIGITS = '0123456789';
const LETTERS = `${DIGITS}ABCDEFGHIJKLMNOPQRSTUVWXYZ`;
const ASCII = `${LETTERS}abcdefghijklmnopqrstuvwxyz-./:`;

export type Symbology = { name: string; encode: (random: Random) => CodeSymbol };

export const SYMBOLOGIES: Symbology[] = [
  { name: 'QR', encode: (random) => square('qrcode', random.text(ASCII, 10 + random.whole(40))) },
  { name: 'EAN-13', encode: (random) => linear('ean13', withCheckDigit(random.text(DIGITS, 12)), 11) },
  { name: 'EAN-8', encode: (random) => linear('ean8', withCheckDigit(random.text(DIGITS, 7)), 7) },
  { name: 'Code 128', encode: (random) => linear('code128', random.text(ASCII, 5 + random.whole(3)), 10) },
  { name: 'Code 39', encode: (random) => linear('code39', random.text(LETTERS, 4 + random.whole(2)), 10) },
  { name: 'ITF', encode: (random) => linear('interleaved2of5', random.text(DIGITS, 12), 10, WIDE) },
  {
    name: 'Data Matrix',
    encode: (random) => square('datamatrix', random.text(ASCII, 10 + random.whole(20))),
  },
  { name: 'Aztec', encode: (random) => square('azteccode', random.text(ASCII, 10 + random.whole(20))) },
  { name: 'PDF417', encode: (random) => stacked('pdf417', random.text(ASCII, 8 + random.whole(8))) },
];

/** Of a wide element, modules. BWIPP draws ITF's with 2, and its standard (ISO/IEC 16390) allows 2 to 3. */
const WIDE = 3;

/** @param digits without the check digit: 12 or 7. @returns the digits with it (ISO/IEC 15420). */
function withCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((total, digit, at) => total + Number(digit) * (at % 2 ? 1 : 3), 0);
  return digits + ((10 - (sum % 10)) % 10);
}

type Raw = { sbs?: number[]; pixs?: number[]; pixx?: number; pixy?: number };

function drawn(bcid: string, text: string): Raw {
  const [first] = bwip.raw(bcid, text, {}) as Raw[];
  if (!first) throw new Error(`${bcid} could not be drawn.`);
  return first;
}

function square(bcid: string, text: string, isBars = false): CodeSymbol {
  const { pixs = [], pixx: columns = 0, pixy: rows = 0 } = drawn(bcid, text);
  // PDF417's lines stand there once each, and are three modules high.
  const high = (rows * columns) / pixs.length;
  const isDark = (column: number, row: number) => pixs[Math.floor(row / high) * columns + column] === 1;
  return framed({ text, columns, rows, isBars, quiet: 4, isDark });
}

const stacked = (bcid: string, text: string) => square(bcid, text, true);

/** @param wide modules of an element that is drawn with more than one; without it they stay as drawn */
function linear(bcid: string, text: string, quiet: number, wide?: number): CodeSymbol {
  const { sbs = [] } = drawn(bcid, text);
  const dark = sbs.flatMap((width, at) => {
    const modules = wide !== undefined && width > 1 ? wide : width;
    return new Array<boolean>(modules).fill(at % 2 === 0);
  });
  // A third as high as wide: labels are about so, and a tilted line still crosses every bar.
  const rows = Math.round(dark.length / 3);
  const isDark = (column: number) => dark[column] ?? false;
  return framed({ text, columns: dark.length, rows, isBars: true, quiet, isDark });
}

function framed(symbol: CodeSymbol): CodeSymbol {
  const { columns, rows, isDark } = symbol;
  const inside = (column: number, row: number) => column >= 0 && row >= 0 && column < columns && row < rows;
  return { ...symbol, isDark: (column, row) => inside(column, row) && isDark(column, row) };
}
