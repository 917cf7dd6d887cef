/**
 * Gauss's elimination with the greatest pivot of each column. @returns null where the equations leave it open
 */
export function solve(matrix: number[][], side: number[]): number[] | null {
  const rows = matrix.map((row, index) => [...row, side[index] ?? 0]);
  for (let column = 0; column < rows.length; column += 1) {
    const pivot = takePivot(rows, column);
    if (!pivot) return null;
    for (const [index, row] of rows.entries()) {
      if (index !== column) subtract(row, pivot, column);
    }
  }
  return rows.map((row, index) => (row.at(-1) ?? 0) / (row[index] ?? 1));
}

/** Brings the row with the greatest value in this column to the diagonal. */
function takePivot(rows: number[][], column: number): number[] | null {
  let best = column;
  for (let index = column + 1; index < rows.length; index += 1) {
    if (Math.abs(rows[index]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = index;
  }
  const pivot = rows[best];
  if (!pivot || Math.abs(pivot[column] ?? 0) < 1e-9) return null;
  [rows[best], rows[column]] = [rows[column] ?? pivot, pivot];
  return pivot;
}

function subtract(row: number[], pivot: number[], column: number): void {
  const factor = (row[column] ?? 0) / (pivot[column] ?? 1);
  for (let index = column; index < row.length; index += 1) {
    row[index] = (row[index] ?? 0) - factor * (pivot[index] ?? 0);
  }
}
