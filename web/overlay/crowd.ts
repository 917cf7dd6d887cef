/** The small things of a picture by where they are: a label may hide one, and a large thing no label hides. */
import { overlapOf, type Rect } from './geometry';

/** CSS px: a few labels wide and high. */
const CELL = 64;
/** A label covers less than a quarter of what is larger, px². */
const LARGE = 12_000;

export class Crowd {
  private readonly cells = new Map<number, Rect[]>();

  constructor(boxes: readonly Rect[]) {
    for (const box of boxes) if (box.width * box.height < LARGE) this.put(box);
  }

  /** How much of the things below `rect` it hides, as shares of each, added up; 1 is enough. @param own not counted */
  hidden(rect: Rect, own: Rect): number {
    let sum = 0;
    for (const cell of cellsOf(rect)) {
      for (const box of this.cells.get(cell) ?? []) {
        if (box !== own) sum += overlapOf(box, rect) / (box.width * box.height);
        if (sum >= 1) return sum;
      }
    }
    return sum;
  }

  /** By its middle alone: each counts once, and a label looks one cell around. */
  private put(box: Rect): void {
    const cell = cellAt(box.x + box.width / 2, box.y + box.height / 2);
    const others = this.cells.get(cell);
    if (others) others.push(box);
    else this.cells.set(cell, [box]);
  }
}

function cellAt(x: number, y: number): number {
  return Math.floor(x / CELL) * 4_096 + Math.floor(y / CELL);
}

function* cellsOf({ x, y, width, height }: Rect): Generator<number> {
  for (let column = x - CELL; column < x + width + 2 * CELL; column += CELL)
    for (let row = y - CELL; row < y + height + 2 * CELL; row += CELL) yield cellAt(column, row);
}
