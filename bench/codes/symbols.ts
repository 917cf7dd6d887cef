/** One printed code of each symbology, with a text of its own. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import QRCode from 'qrcode';
import { prepareZXingModule, type WriteInputBarcodeFormat, writeBarcode } from 'zxing-wasm/writer';
import type { Random } from '../../kit/figures/random';
import { code39, code128, ean, itf, type Widths, withCheckDigit } from './linear';

/** Modules; `isDark` outside of them is asked too, and is false there. `quiet`: modules of paper that the standard asks for around. */
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

export type Symbology = { name: string; encode: (random: Random) => Promise<CodeSymbol> };

/** Encoded by this project or by the package `qrcode`; those with a star by zxing's writer, for want of another. */
export const SYMBOLOGIES: Symbology[] = [
  { name: 'QR', encode: async (random) => qr(random.text(ASCII, 10 + random.whole(40))) },
  { name: 'EAN-13', encode: async (random) => linear(withCheckDigit(random.text(DIGITS, 12)), ean, 11) },
  { name: 'EAN-8', encode: async (random) => linear(withCheckDigit(random.text(DIGITS, 7)), ean, 7) },
  {
    name: 'Code 128',
    encode: async (random) => linear(random.text(ASCII, 5 + random.whole(3)), code128, 10),
  },
  {
    name: 'Code 39',
    encode: async (random) => linear(random.text(LETTERS, 4 + random.whole(2)), code39, 10),
  },
  { name: 'ITF', encode: async (random) => linear(random.text(DIGITS, 12), itf, 10) },
  {
    name: 'Data Matrix *',
    encode: (random) => written('DataMatrix', random.text(ASCII, 10 + random.whole(20))),
  },
  { name: 'Aztec *', encode: (random) => written('Aztec', random.text(ASCII, 10 + random.whole(20))) },
  { name: 'PDF417 *', encode: (random) => written('PDF417', random.text(ASCII, 8 + random.whole(8))) },
];

function qr(text: string): CodeSymbol {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const isDark = (column: number, row: number) => modules.get(row, column) === 1;
  return framed({ text, columns: modules.size, rows: modules.size, isBars: false, quiet: 4, isDark });
}

function linear(text: string, encode: (text: string) => Widths, quiet: number): CodeSymbol {
  const dark = encode(text).flatMap((width, at) => new Array<boolean>(width).fill(at % 2 === 0));
  // A third as high as wide: labels are about so, and a tilted line still crosses every bar.
  const rows = Math.round(dark.length / 3);
  return framed({
    text,
    columns: dark.length,
    rows,
    isBars: true,
    quiet,
    isDark: (column) => dark[column] ?? false,
  });
}

let writer: Promise<unknown> | null = null;

async function written(format: WriteInputBarcodeFormat, text: string): Promise<CodeSymbol> {
  writer ??= loadWriter();
  await writer;
  const { symbol, error } = await writeBarcode(text, { format });
  if (error) throw new Error(`${format}: ${error}`);
  const { data, width, height } = symbol;
  const isDark = (column: number, row: number) => data[row * width + column] === 0;
  return framed({ text, columns: width, rows: height, isBars: format === 'PDF417', quiet: 4, isDark });
}

/** From node_modules: left alone, it would fetch its WebAssembly from a public CDN. */
function loadWriter(): Promise<unknown> {
  const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/writer/zxing_writer.wasm'));
  const wasmBinary = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
}

function framed(symbol: CodeSymbol): CodeSymbol {
  const { columns, rows, isDark } = symbol;
  const inside = (column: number, row: number) => column >= 0 && row >= 0 && column < columns && row < rows;
  return { ...symbol, isDark: (column, row) => inside(column, row) && isDark(column, row) };
}
