/** The rules themselves, and what a server may lack of them. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULTS } from '../../conformance/options';
import { findPromises } from '../../conformance/promises';
import { GROUPS } from '../../conformance/rules';
import { runSuite } from '../../conformance/run';
import { SIGNS } from '../../kit/stack/signs';
import { readSettings } from '../../worker/env';
import { type RunningWorker, startWorker } from '../../worker/start';

let worker: RunningWorker;
beforeAll(async () => {
  worker = await startWorker({ ...readSettings(SIGNS), port: 0 });
});
afterAll(() => worker.close());

it('has 40 rules and more, each with a number of its own', () => {
  const numbers = GROUPS.flatMap(({ rules }) => rules.map(({ number }) => number));
  expect(numbers.length).toBeGreaterThanOrEqual(40);
  expect(new Set(numbers).size).toBe(numbers.length);
});

it('knows the embedded worker, and holds it to what it offers', async () => {
  const options = { ...DEFAULTS, url: worker.url };
  expect([...(await findPromises(options)).features]).toContain('quota');
  const { features } = await findPromises({ ...options, promises: [] });
  expect([...features]).toEqual([]);
});

it('calls what a server lacks "not offered" only where the rule says so', async () => {
  const bare = await startWorker({ ...readSettings({ ...SIGNS, GZIP: '0' }), port: 0 });
  const only = [46, 47, 48, 111];
  const options = { ...DEFAULTS, url: bare.url, quota: 0, only };
  const lenient = await runSuite({ ...options, promises: [] });
  const strict = await runSuite({ ...options, promises: ['gzip', 'quota'] });
  await bare.close();
  const verdicts = ({ findings }: typeof lenient) => findings.map(({ verdict }) => verdict);
  expect(verdicts(lenient)).toEqual(['pass', 'not offered', 'pass', 'not offered']);
  expect(verdicts(strict)).toEqual(['pass', 'fail', 'pass', 'fail']);
});
