/** Which texts of codes are news: each once, however often it is read and lost again. */
import type { Thing } from './kinds/model';

/** Remembered; of more the one that was read the longest ago is forgotten. */
const MOST_TEXTS = 1_000;

export class NewCodes {
  /** The one that was read last at the end. */
  private readonly known = new Set<string>();

  /** @returns whether one of these things says what none has said before */
  read(things: readonly Thing[]): boolean {
    let isNew = false;
    for (const { text } of things) {
      if (!text) continue;
      isNew = !this.known.delete(text) || isNew;
      this.known.add(text);
    }
    for (const text of this.known) {
      if (this.known.size <= MOST_TEXTS) break;
      this.known.delete(text);
    }
    return isNew;
  }
}
