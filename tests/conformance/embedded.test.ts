/** The embedded worker passes every rule, and lacks nothing that it promises. Short enough for `npm test`. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULTS } from '../../conformance/options';
import { GROUPS } from '../../conformance/rules';
import { toRow } from '../../conformance/table';
import { SIGNS } from '../../kit/stack/signs';
import { readSettings } from '../../worker/env';
import { type RunningWorker, startWorker } from '../../worker/start';
import { runInLanes } from './bent/lanes';

const QUOTA = 8;
let worker: RunningWorker;
beforeAll(async () => {
  worker = await startWorker({ ...readSettings({ ...SIGNS, MAX_STREAMS: String(QUOTA) }), port: 0 });
});
afterAll(() => worker.close());

it('passes on the embedded worker', async () => {
  const findings = await runInLanes({ ...DEFAULTS, url: worker.url, quota: QUOTA });
  expect(findings.filter(({ verdict }) => verdict === 'fail').map(toRow)).toEqual([]);
  const passed = findings.filter(({ verdict }) => verdict === 'pass');
  expect(passed.length).toBeGreaterThanOrEqual(136);
  const all = GROUPS.flatMap(({ rules }) => rules.map(({ number }) => number));
  expect(findings.map(({ rule }) => rule.number).sort()).toEqual(all.sort());
});
