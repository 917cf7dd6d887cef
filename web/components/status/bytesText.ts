import type { Words } from '../../words/languages';

const UNITS = [
  { size: 1e9, name: 'gigabytes', below: 10 },
  { size: 1e6, name: 'megabytes', below: 10 },
] as const;

/** Decimal units, as mobile plans are sold by: `420 kB`, `1.2 MB`, `38 MB`, `1.4 GB`. @param bytes not negative */
export function bytesText(bytes: number, words: Words['meter']): string {
  for (const { size, name, below } of UNITS) {
    const amount = bytes / size;
    // What would be rounded to 1000 of the smaller unit is one of this.
    if (amount < 0.9995) continue;
    return words[name]({ amount: amount < below - 0.05 ? amount.toFixed(1) : Math.round(amount) });
  }
  return words.kilobytes({ amount: Math.ceil(bytes / 1000) });
}
