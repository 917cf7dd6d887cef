/** What a worker holds once nothing more happens. Linux alone. */
import { holdingsOf } from '../../worker/testing/process';

const EVERY_MS = 500;
const LONGEST_MS = 20_000;
/** It has changed by less than this share since the last look, and so a few times running: it has settled. */
const STILL = 0.01;

/** PSS of a process and its children, MB; of a worker that collects its garbage (COLLECTING). */
export async function settledMb(pid: number): Promise<number> {
  let before = holdingsOf(pid).pssMb;
  for (let waitedMs = 0, calm = 0; waitedMs < LONGEST_MS && calm < 4; waitedMs += EVERY_MS) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const now = holdingsOf(pid).pssMb;
    calm = Math.abs(now - before) < before * STILL ? calm + 1 : 0;
    before = now;
  }
  return before;
}

export function ratioOf(beforeMb: number, afterMb: number): string {
  return `${beforeMb.toFixed(0)} MB before, ${afterMb.toFixed(0)} MB after: ${(afterMb / beforeMb).toFixed(2)} ×`;
}
