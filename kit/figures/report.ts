/** Tables for people, and the same figures as JSON for whoever compares runs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/paths';

/** A column's key is its heading. */
export type Row = Record<string, string | number>;

/** Prints rows under the headings of the first one; numbers stand to the right. */
export function printTable(title: string, rows: Row[]): void {
  const headings = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => headings.map((heading) => toText(row[heading])));
  const widths = headings.map((heading, at) =>
    Math.max(heading.length, ...cells.map((line) => line[at]?.length ?? 0)),
  );
  const isNumber = headings.map((heading) => rows.some((row) => typeof row[heading] === 'number'));
  const toLine = (line: string[]) =>
    line
      .map((cell, at) => (isNumber[at] ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  console.log(`\n${title}\n${toLine(headings)}`);
  for (const line of cells) console.log(toLine(line));
}

function toText(value: string | number | undefined): string {
  if (typeof value !== 'number') return value ?? '';
  if (!Number.isFinite(value)) return '–';
  return Number.isInteger(value) || Math.abs(value) >= 100 ? String(Math.round(value)) : value.toFixed(2);
}

/** @returns the path of `.sightline/reports/<name>.json`. */
export function saveReport(name: string, report: unknown): string {
  const folder = join('.sightline', 'reports');
  mkdirSync(join(ROOT, folder), { recursive: true });
  const path = join(folder, `${name}.json`);
  writeFileSync(join(ROOT, path), `${JSON.stringify(report, null, 2)}\n`);
  return path;
}
