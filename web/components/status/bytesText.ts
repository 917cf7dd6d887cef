import { numbers } from '../../words/numbers';

const inUnit = (unit: string, digits: number) =>
  numbers({
    style: 'unit',
    unit,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });

const UNITS = [
  { size: 1e9, whole: inUnit('gigabyte', 0), tenths: inUnit('gigabyte', 1) },
  { size: 1e6, whole: inUnit('megabyte', 0), tenths: inUnit('megabyte', 1) },
];
const kilobytes = inUnit('kilobyte', 0);

/** Decimal units, as mobile plans are sold by: `420 kB`, `1.2 MB`, `38 MB`, `1.4 GB`. @param bytes not negative */
export function bytesText(bytes: number): string {
  for (const { size, whole, tenths } of UNITS) {
    const amount = bytes / size;
    // What would be rounded to 1000 of the smaller unit is one of this.
    if (amount < 0.9995) continue;
    return amount < 9.95 ? tenths(amount) : whole(Math.round(amount));
  }
  return kilobytes(Math.ceil(bytes / 1000));
}
