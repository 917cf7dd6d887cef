/** One figure of a suite: what it is, how it came out, what it must be. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../kit/process/paths';
import { printTable } from '../../report';

export type Figure = {
  what: string;
  /** Null where it could not be had, which is a failure. */
  value: number | null;
  unit: string;
  /** Not to be exceeded. */
  bar: number;
  /** Beside the figure, for the reader: single values, counts. */
  note?: string;
};

export type SuiteResult = {
  figures: Figure[];
  /** Whatever explains a miss; goes into the report as it is. */
  details: unknown;
};

export const isMet = ({ value, bar }: Figure) => value !== null && value <= bar;

const short = (value: number | null) =>
  value === null ? 'none' : String(Math.abs(value) >= 100 ? Math.round(value) : Number(value.toFixed(2)));

export function printFigures(figures: readonly Figure[]): void {
  printTable(
    ['figure', 'value', 'bar', '', 'of'],
    figures.map((figure) => [
      figure.what,
      `${short(figure.value)} ${figure.unit}`,
      `<= ${short(figure.bar)} ${figure.unit}`,
      isMet(figure) ? 'pass' : 'FAIL',
      figure.note ?? '',
    ]),
  );
}

/** Into .sightline/reports/lab-SUITE.json. @returns the file's path. */
export function keepReport(suite: string, result: SuiteResult): string {
  const folder = join(ROOT, '.sightline', 'reports');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `lab-${suite}.json`);
  const whole = { suite, endedAt: new Date().toISOString(), ...result };
  writeFileSync(path, JSON.stringify(whole, null, 1));
  return path;
}
