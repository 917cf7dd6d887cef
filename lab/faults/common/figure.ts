/** One figure of a suite: what it is, how it came out, what it must be. */
import { printTable, saveReport } from '../../../kit/figures/report';

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
  const rows = figures.map((figure) => ({
    figure: figure.what,
    value: `${short(figure.value)} ${figure.unit}`,
    bar: `<= ${short(figure.bar)} ${figure.unit}`,
    '': isMet(figure) ? 'pass' : 'FAIL',
    of: figure.note ?? '',
  }));
  printTable('', rows);
}

/** @returns the path of the whole report. */
export function keepReport(suite: string, result: SuiteResult): string {
  return saveReport(`lab-${suite}`, { suite, endedAt: new Date().toISOString(), ...result });
}
