import type { Trace as Points } from '../../results/traces';

const WIDTH = 56;
const HEIGHT = 18;
/** The whole width. A session that is younger than a minute has the less of it. */
const MOST_MS = 60_000;
const LEAST_MS = 10_000;

/** A number over the last minute at most, the newest at the right. Its line says the number; this is for the eye. */
export function Trace({ trace }: { trace: Points }) {
  if (trace.length < 2) return null;
  return (
    <svg className="trace" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <path d={pathOf(trace)} />
    </svg>
  );
}

function pathOf(trace: Points): string {
  const nowMs = trace.at(-1)?.atMs ?? 0;
  const spanMs = Math.min(MOST_MS, Math.max(LEAST_MS, nowMs - (trace[0]?.atMs ?? nowMs)));
  const values = trace.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const tenth = (px: number) => Math.round(px * 10) / 10;
  const xOf = (atMs: number) => tenth(WIDTH - 1 - ((nowMs - atMs) / spanMs) * (WIDTH - 2));
  const share = (value: number) => (most > least ? (value - least) / (most - least) : 0.5);
  const yOf = (value: number) => tenth(HEIGHT - 2 - share(value) * (HEIGHT - 4));
  return `M${trace.map(({ atMs, value }) => `${xOf(atMs)} ${yOf(value)}`).join('L')}`;
}
