import type { Row } from '../report/report';
import { type CheckWords, foundOf, nameOf, toneOf } from '../report/said';

/** ms that a bar's full width stands for: what a run takes at most. */
const AXIS_MS = 10_000;
/** What is over at once is seen all the same. */
const LEAST_MS = 90;

/** A line for each check, and under it the time that it took, all on one axis. */
export function Rows({ rows, words }: { rows: readonly Row[]; words: CheckWords }) {
  return (
    <ul className="checks" aria-label={words.page.checks}>
      {rows.map((row) => (
        <li
          key={`${row.check} ${row.port}`}
          data-check={row.check}
          data-outcome={row.outcome}
          data-tone={toneOf(row)}
        >
          <span className="checkName">{nameOf(row, words)}</span>
          <span className="checkFound">{foundOf(row, words)}</span>
          <Bar row={row} />
        </li>
      ))}
    </ul>
  );
}

/** What still runs has the time to the end before it. */
function Bar({ row: { fromMs, toMs, outcome } }: { row: Row }) {
  const from = Math.min(fromMs, AXIS_MS - LEAST_MS);
  const to = outcome === 'running' ? AXIS_MS : Math.min(toMs, AXIS_MS);
  const width = Math.max(LEAST_MS, to - from);
  return (
    <svg className="bar" viewBox={`0 0 ${AXIS_MS} 100`} preserveAspectRatio="none" aria-hidden="true">
      <rect className="barGround" width={AXIS_MS} height="100" />
      <rect className="barTime" x={from} width={width} height="100" />
    </svg>
  );
}
