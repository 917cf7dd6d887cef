/** A session's results as files to take home: JSON by docs/session-export.schema.json, and tables as CSV. */
import type { Second, Sighting } from './log';

export type Taken = { seconds: Second[]; sightings: Sighting[]; leftOut: number };

const time = (ms: number) => new Date(ms).toISOString();

export function jsonOf({ seconds, sightings, leftOut }: Taken): string {
  const things = sightings.map(({ name, text, track, firstMs, lastMs, confidence }) => ({
    class: name,
    text,
    track,
    first: time(firstMs),
    last: time(lastMs),
    confidence,
  }));
  const counts = seconds.map(({ atMs, most }) => ({
    at: time(atMs),
    // From entries: a class may be called `__proto__`.
    most: Object.fromEntries(most),
  }));
  return JSON.stringify({ format: 'sightline-session', version: 1, leftOut, counts, things });
}

/**
 * A row for each class of each second, with the most of it in view at once; a second without anything is a row
 * without a class.
 */
export function countsCsv({ seconds }: Taken): string {
  const rows = seconds.flatMap(({ atMs, most }) => {
    const at = time(atMs);
    const counts = most.size > 0 ? [...most] : [['', 0] as const];
    return counts.map(([name, count]) => [at, name, count]);
  });
  return csvOf([['time', 'class', 'most'], ...rows]);
}

export function thingsCsv({ sightings }: Taken): string {
  const rows = sightings.map(({ name, text, track, firstMs, lastMs, confidence }) => [
    name,
    text,
    track,
    time(firstMs),
    time(lastMs),
    confidence,
  ]);
  return csvOf([['class', 'text', 'track', 'first', 'last', 'confidence'], ...rows]);
}

type Cell = string | number | null;

/** With the mark by which spreadsheets know UTF-8 (RFC 4180 §2 has none, Excel needs it). */
function csvOf(rows: Cell[][]): string {
  return `\ufeff${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
}

/** What a spreadsheet takes for a formula, after whatever it would strip (OWASP, CSV injection). */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@|%＝＋－＠]|^[\t\r\n]/u;

/** A text that a stranger printed on a wall must stay a text: an apostrophe before it says so. */
function cellOf(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null ? '' : String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
