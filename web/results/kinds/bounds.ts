/**
 * How much of a result is read: whatever comes, a result takes little time and memory. Far beyond what a
 * screen shows.
 */

export const MOST_THINGS = 3_000;
export const MOST_OUTPUTS = 64;
/** Items of a list that are read as values of their own. */
export const MOST_ITEMS = 256;
export const MOST_SHAPES = 64;
export const MOST_FAILURES = 16;
export const MOST_SCORES = 20;
/** Lists in lists, and outputs in outputs. */
export const DEEPEST = 4;
/** Characters of a name, a text that is drawn, a text that is read out, a reason. */
export const LONGEST_NAME = 200;
export const LONGEST_DATA = 4_000;
export const LONGEST_TEXT = 100_000;
export const LONGEST_REASON = 4_000;
/** Of all outlines, keypoints and shapes together. */
const MOST_POINTS = 250_000;
/** Of all outputs and list items together. */
const MOST_VALUES = 4_000;

/** What is still to be had, and what was left out so far, while one result is read. */
export class Allowance {
  leftOut = 0;
  odd = 0;
  private points = MOST_POINTS;
  private values = MOST_VALUES;
  private things = MOST_THINGS;

  takePoints(count: number): boolean {
    this.points -= count;
    return this.points >= 0;
  }

  takeValue(): boolean {
    this.values -= 1;
    return this.values >= 0;
  }

  takeThing(): boolean {
    this.things -= 1;
    return this.things >= 0;
  }
}
