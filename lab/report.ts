/** Words on the terminal: tables, medians, and the arguments that the lab's commands share. */
import type { Dial } from './dialling/dial';

/** Columns as wide as their widest cell; the first is the row's name. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, i) => (cells[i] ?? '').padEnd(width)).join(' | ')} |`;
  console.log(line(head));
  console.log(`|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`);
  for (const row of rows) console.log(line(row));
}

/** Of what is there; null where nothing is. */
export function median(values: readonly (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1], sorted[middle]];
  if (high === undefined) return null;
  return Math.round(sorted.length % 2 === 1 || low === undefined ? high : (low + high) / 2);
}

/** `851 direct/UDP 10/10`; several routes are named where the dials went different ways. */
export function cell(dials: readonly Dial[]): string {
  const reached = dials.filter(({ ok }) => ok);
  const share = `${reached.length}/${dials.length}`;
  if (reached.length === 0) return `fails ${share}`;
  const routes = [...new Set(reached.map(({ route }) => route))];
  return `${median(reached.map(({ ms }) => ms))} ${routes.join(', ')} ${share}`;
}

/** The value after `--flag`, or null. */
export function argument(flag: string): string | null {
  const at = process.argv.indexOf(flag);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

/** `--flag a,b` leaves these of all; a name that is not there is an error, never an empty run. */
export function choice<T extends string>(flag: string, all: readonly T[]): readonly T[] {
  const wanted = argument(flag)?.split(',');
  if (wanted === undefined) return all;
  const unknown = wanted.filter((name) => !all.some((one) => one === name));
  if (unknown.length > 0) {
    throw new RangeError(`${flag} does not know ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  }
  return all.filter((name) => wanted.includes(name));
}
