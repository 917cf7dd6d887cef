/** How the time of a piece of work grows with the length of what it is given. */

const SHORT = 10_000;
const LONG = 80_000;
const TIMES = 5;
const ROUNDS = 4;
const LONG_MS = 500;
/** Less than this is noise, ms. */
const LEAST_MS = 0.2;
/** Eight times the length: 8 × where it is linear, 64 × where it is quadratic. */
export const MOST_GROWTH = 24;

/**
 * @returns how many times as long `work` takes for 80,000 as for 10,000. What looks like more than `MOST_GROWTH` is
 * measured again: a machine that does other things as well makes it so once, the work itself each time.
 * @param make the input of that length
 */
export function growthOf<Input>(make: (length: number) => Input, work: (input: Input) => unknown): number {
  const [short, long] = [make(SHORT), make(LONG)];
  let [shortMs, longMs, growth] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    longMs = Math.min(longMs, bestMs(long, work));
    shortMs = Math.min(shortMs, bestMs(short, work));
    growth = longMs / Math.max(shortMs, LEAST_MS);
    if (growth < MOST_GROWTH) break;
  }
  return growth;
}

/** The best of some: other work makes it longer, never shorter. One that takes long tells enough at once. */
function bestMs<Input>(input: Input, work: (input: Input) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let time = 0; time < TIMES; time += 1) {
    const startMs = performance.now();
    work(input);
    best = Math.min(best, performance.now() - startMs);
    if (best > LONG_MS) break;
  }
  return best;
}
