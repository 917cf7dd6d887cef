/** When a worker that has ended is started again: by `npm run worker` (keep.ts) and by `npm start`. */

/**
 * The second time; each further one waits half as long again: ten in a minute are no more than half a minute
 * of waiting. The first goes at once.
 */
const SECOND_MS = 200;
const GROWTH = 1.5;
const LONGEST_MS = 5_000;
/** After so long without another one, it counts as the first again. */
const CALM_MS = 60_000;

export type End = {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Whether it has served: what ends before it ever did so has said why, and would say it again. */
  hasListened: boolean;
};
/** `line`: what to tell people. */
export type Restart = { delayMs: number; line: string };

/**
 * @returns a function to call at each end: how to go on, or null where it stays ended, because it was told to
 * (status 0), or cannot be started at all: a taken port, a wrong setting. Whoever has served before is
 * started again for as long as anybody keeps it.
 */
export function createRestartPolicy(
  now: () => number = () => performance.now(),
): (end: End) => Restart | null {
  let hasServed = false;
  let times = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  return ({ code, signal, hasListened }) => {
    hasServed ||= hasListened;
    if (signal === null && (code === 0 || !hasServed)) return null;
    times = now() - lastMs > CALM_MS ? 0 : times + 1;
    lastMs = now();
    const delayMs = times === 0 ? 0 : Math.min(LONGEST_MS, SECOND_MS * GROWTH ** (times - 1));
    const when = delayMs === 0 ? '' : ` in ${(delayMs / 1000).toFixed(1)} s`;
    return {
      delayMs,
      line: `The worker crashed (${signal ?? `status ${code}`}) and is started again${when}.`,
    };
  };
}
