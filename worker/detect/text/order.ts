/** In which order lines are read. */
import type { Turned } from './rectangle';

export type Line = Turned & { text: string; confidence: number };

/** Share of the lower one's height by which two lie beside each other. */
const BESIDE = 0.5;
const FROM_RIGHT = /\p{Script=Hebrew}|\p{Script=Arabic}|\p{Script=Syriac}|\p{Script=Thaana}|\p{Script=Nko}/gu;

/**
 * Row by row down the page, as it lies; within a row to the right, or to the left where most of its letters
 * are of a script that is written so. The letters themselves stay in the order in which they were read.
 */
export function inReadingOrder(lines: readonly Line[]): Line[][] {
  const tilt = median(lines.map(({ angle }) => angle));
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  const placed = lines.map((line) => ({
    line,
    along: line.x * cos + line.y * sin,
    across: line.y * cos - line.x * sin,
  }));
  placed.sort((one, other) => one.across - other.across);
  const rows: (typeof placed)[] = [];
  for (const each of placed) {
    const row = rows.at(-1);
    const first = row?.[0];
    const least = first && BESIDE * Math.min(first.line.height, each.line.height);
    if (row && least !== undefined && each.across - (first?.across ?? 0) < least) row.push(each);
    else rows.push([each]);
  }
  return rows.map((row) => {
    const sign = isFromRight(row.map(({ line }) => line.text).join('')) ? -1 : 1;
    return row.sort((one, other) => sign * (one.along - other.along)).map(({ line }) => line);
  });
}

/** A row a line. */
export function textOf(rows: readonly Line[][]): string {
  return rows.map((row) => row.map(({ text }) => text).join(' ')).join('\n');
}

function isFromRight(text: string): boolean {
  return 2 * (text.match(FROM_RIGHT)?.length ?? 0) > (text.match(/\p{L}/gu)?.length ?? 0);
}

function median(values: number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1] ?? 0;
}
