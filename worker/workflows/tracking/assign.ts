/** The assignment of rows to columns whose costs have the smallest sum (Kuhn and Munkres, with potentials). */

/** What scipy's matrix gets in place of a cost beyond the limit (supervision, byte_tracker/matching.py). */
const BEYOND = 1e-4;

export type Pair = { row: number; column: number };

/**
 * @param costs a row each; all rows as long. Those above `limit` pair nothing. n rows of m columns take
 * O(n² m), with n the smaller; rows and columns without any cost within the limit do not count.
 */
export function assign(costs: readonly (readonly number[])[], limit: number): Pair[] {
  const isNear = (cost: number) => cost <= limit;
  const rows = indices(costs.length).filter((row) => costs[row]?.some(isNear));
  const columns = indices(costs[0]?.length ?? 0).filter((column) =>
    rows.some((row) => isNear(costs[row]?.[column] ?? Number.POSITIVE_INFINITY)),
  );
  const matrix = rows.map((row) => columns.map((column) => capped(costs[row]?.[column], limit)));
  const flipped = rows.length > columns.length;
  const chosen = solve(flipped ? transpose(matrix) : matrix);
  return chosen
    .map((to, from) => (flipped ? { row: to, column: from } : { row: from, column: to }))
    .map(({ row, column }) => ({ row: rows[row] ?? -1, column: columns[column] ?? -1 }))
    .filter(({ row, column }) => isNear(costs[row]?.[column] ?? Number.POSITIVE_INFINITY));
}

const indices = (count: number) => Array.from({ length: count }, (_, index) => index);
const capped = (cost = Number.POSITIVE_INFINITY, limit = 0) => (cost <= limit ? cost : limit + BEYOND);

function transpose(matrix: number[][]): number[][] {
  return (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] ?? 0));
}

/** @param costs not more rows than columns. @returns the column of each row */
function solve(costs: number[][]): number[] {
  const width = costs[0]?.length ?? 0;
  // Column 0 is where each row's search begins; rows and columns count from 1.
  const rowOf = new Int32Array(width + 1);
  const potentials = { row: new Float64Array(costs.length + 1), column: new Float64Array(width + 1) };
  for (let row = 1; row <= costs.length; row += 1) augment(costs, row, rowOf, potentials);
  const columns = new Array<number>(costs.length).fill(-1);
  for (let column = 1; column <= width; column += 1) {
    const row = rowOf[column] as number;
    if (row > 0) columns[row - 1] = column - 1;
  }
  return columns;
}

type Potentials = { row: Float64Array; column: Float64Array };

/** Finds the cheapest way to give one more row a column, and takes it. */
function augment(costs: number[][], row: number, rowOf: Int32Array, { row: u, column: v }: Potentials): void {
  const width = rowOf.length - 1;
  const least = new Float64Array(width + 1).fill(Number.POSITIVE_INFINITY);
  const before = new Int32Array(width + 1);
  const used = new Uint8Array(width + 1);
  rowOf[0] = row;
  let at = 0;
  do {
    used[at] = 1;
    const current = rowOf[at] as number;
    const line = costs[current - 1] as number[];
    let delta = Number.POSITIVE_INFINITY;
    let next = 0;
    for (let column = 1; column <= width; column += 1) {
      if (used[column]) continue;
      const reduced = (line[column - 1] as number) - (u[current] as number) - (v[column] as number);
      if (reduced < (least[column] as number)) {
        least[column] = reduced;
        before[column] = at;
      }
      if ((least[column] as number) < delta) {
        delta = least[column] as number;
        next = column;
      }
    }
    for (let column = 0; column <= width; column += 1) {
      if (used[column]) {
        u[rowOf[column] as number] = (u[rowOf[column] as number] as number) + delta;
        v[column] = (v[column] as number) - delta;
      } else least[column] = (least[column] as number) - delta;
    }
    at = next;
  } while (rowOf[at] !== 0);
  for (; at !== 0; at = before[at] as number) rowOf[at] = rowOf[before[at] as number] as number;
}
