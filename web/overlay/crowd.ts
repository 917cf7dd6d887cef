/** The small things of a picture by where they are: a label may hide one, and a large thing no label hides. */
import { overlapOf, type Rect } from './geometry';

/** CSS px: a few labels wide and high. */
const CELL = 64;
/** More than any view has. */
const ROWS = 4_096;
/** A label covers less than a quarter of what is larger, px². */
const LARGE = 12_000;

export class Crowd {
  private readonly cells = new Map<number, Rect[]>();

  constructor(boxes: readonly Rect[]) {
    for (const box of boxes) if (box.width * box.height < LARGE) this.put(box);
  }

  /**
   * How much of the things below `rect` it hides, as shares of each, added up; 1 is enough.
   * @param own not counted
   */
  hidden(rect: Rect, own: Rect): number {
    let sum = 0;
    const [left, top] = [cellOf(rect.x) - 1, cellOf(rect.y) - 1];
    const [right, bottom] = [cellOf(rect.x + rect.width) + 1, cellOf(rect.y + rect.height) + 1];
    for (let column = left; column <= right; column += 1)
      for (let row = top; row <= bottom; row += 1) {
        sum += hiddenOf(this.cells.get(column * ROWS + row), rect, own);
        if (sum >= 1) return sum;
      }
    return sum;
  }

  /** By its middle alone: each counts once, and a label looks one cell around. */
  private put(box: Rect): void {
    const cell = cellOf(box.x + box.width / 2) * ROWS + cellOf(box.y + box.height / 2);
    const others = this.cells.get(cell);
    if (others) others.push(box);
    else this.cells.set(cell, [box]);
  }
}

function cellOf(px: number): number {
  return Math.floor(px / CELL);
}

function hiddenOf(boxes: Rect[] | undefined, rect: Rect, own: Rect): number {
  let sum = 0;
  for (const box of boxes ?? []) {
    if (box !== own) sum += overlapOf(box, rect) / (box.width * box.height);
    if (sum >= 1) return sum;
  }
  return sum;
}
