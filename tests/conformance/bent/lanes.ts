/** The suite in half the time: most of it is waiting, so groups of rules go side by side. */
import type { Options } from '../../../conformance/options';
import type { Finding } from '../../../conformance/rule';
import { GROUPS } from '../../../conformance/rules';
import { concurrency } from '../../../conformance/rules/concurrency';
import { runSuite } from '../../../conformance/run';

/** Groups that take about as long together, and share what they watch; others go with the first. */
const LANES = [
  ['Lifetime', 'Stream output'],
  ['Control messages', 'Request schema', 'Errors', 'Photos over HTTP'],
  ['Answer and SDP', 'Framing and gzip', 'Data output and message', 'Predictions'],
  ['Pictures back', 'Data channels'],
];

/** @returns every rule's finding. Each lane has up to two streams; the server must let in as many. */
export async function runInLanes(options: Options): Promise<Finding[]> {
  const placed = new Set(LANES.flat());
  const lanes = LANES.map((titles, index) =>
    GROUPS.filter(({ title }) => titles.includes(title) || (index === 0 && !placed.has(title))).filter(
      (group) => group !== concurrency,
    ),
  );
  const reports = await Promise.all(lanes.map((groups) => runSuite({ ...options, only: numbers(groups) })));
  // By itself: it fills the server with streams.
  const last = await runSuite({ ...options, only: numbers([concurrency]) });
  return [...reports, last].flatMap(({ findings }) => findings);
}

function numbers(groups: typeof GROUPS): number[] {
  return groups.flatMap(({ rules }) => rules.map(({ number }) => number));
}
