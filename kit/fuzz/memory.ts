/** What a worker holds once nothing more happens. Linux alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { holdingsOf } from '../process/usage';

const EVERY_MS = 500;
const LONGEST_MS = 60_000;
/** Less than this share is noise. */
const NOISE = 0.01;

type Patience = {
  /** Nothing more goes for this long: it has settled. Threads let go of their own one after the other. */
  stillMs: number;
  /** With this little there is nothing to wait for, MB. */
  enoughMb?: number;
};

/** The least PSS that a process and its children come down to, MB; of a worker that is COLLECTING. */
export async function settledMb(pid: number, { stillMs, enoughMb = 0 }: Patience): Promise<number> {
  let least = holdingsOf(pid).pssMb;
  let sameMs = 0;
  for (
    let waitedMs = 0;
    waitedMs < LONGEST_MS && sameMs < stillMs && least > enoughMb;
    waitedMs += EVERY_MS
  ) {
    await sleep(EVERY_MS);
    const now = holdingsOf(pid).pssMb;
    sameMs = now < least * (1 - NOISE) ? 0 : sameMs + EVERY_MS;
    least = Math.min(least, now);
  }
  return least;
}

export function ratioOf(beforeMb: number, afterMb: number): string {
  return `${beforeMb.toFixed(0)} MB before, ${afterMb.toFixed(0)} MB after: ${(afterMb / beforeMb).toFixed(2)} ×`;
}
