/**
 * Which of the heads a model has, told from its output's shape `[1, first, second]` after a run.
 *
 * A box's numbers are 4 and the classes (v8, along `first`), 5 and the classes (v5, along `second`) or 6 (end2end, along
 * `second`). Where the number of classes is known, that alone mostly decides. Where it is not, the shorter side is a
 * box's numbers. Two heads can still fit, `[1, N, 6]` being v5 with one class or end2end: then it is the one
 * whose number of boxes follows from the input's size, and end2end where none does.
 */
import type { Size } from '../../../media/upright';
import type { Head } from '../decode';

export type Shape = { first: number; second: number };

export type HeadChoice = {
  head: Head;
  /** null where the shape does not tell: an end2end head without names. */
  classes: number | null;
};

/** @returns null where no head fits. */
export function chooseHead({ first, second }: Shape, classes: number | null, input: Size): HeadChoice | null {
  const cells = gridCells(input);
  const isV8 = classes === null ? first > 4 && first < second : first === 4 + classes;
  const isV5 = classes === null ? second > 5 && second < first : second === 5 + classes;
  const isEnd2end = second === 6;
  if (isV8 && (second === cells || !(isV5 || isEnd2end))) return { head: 'v8', classes: first - 4 };
  if (isV5 && (first === 3 * cells || !isEnd2end)) return { head: 'v5', classes: second - 5 };
  return isEnd2end ? { head: 'end2end', classes } : null;
}

/** Places of a grid of 8, 16 and 32 px: v8 heads give a box for each, v5 heads three. */
function gridCells({ width, height }: Size): number {
  return [8, 16, 32].reduce((sum, step) => sum + Math.ceil(width / step) * Math.ceil(height / step), 0);
}
