/**
 * The suite is held against bent workers: each defect must be found by the rule that is about it. A suite
 * that passes on a good server and on a bad one alike proves nothing.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULTS } from '../../conformance/options';
import { runSuite } from '../../conformance/run';
import { toRow } from '../../conformance/table';
import { SIGNS } from '../../kit/stack/signs';
import { readSettings } from '../../worker/env';
import { openChild } from '../../worker/session/child';
import { type RunningWorker, startWorker } from '../../worker/start';
import { localLine } from '../../worker/testing/local-line';
import { type Is, MUTANTS, type Mutant, type MutantName } from './bent/mutants';

const bent = vi.hoisted(() => ({ on: null as MutantName | null }));
const is = vi.hoisted(
  (): Is =>
    (...names) =>
      bent.on !== null && names.includes(bent.on),
);

vi.mock('../../protocol/framing', async (original) =>
  (await import('./bent/bend')).bendFraming(await original(), is),
);
vi.mock('../../worker/results/message', async (original) =>
  (await import('./bent/bend')).bendMessages(await original(), is),
);
vi.mock('../../worker/workflows/blocks/sets', async (original) =>
  (await import('./bent/bend')).bendSets(await original(), is),
);
vi.mock('../../worker/session/answer', async (original) =>
  (await import('./bent/bend')).bendAnswer(await original(), is),
);
vi.mock('../../worker/session/lifetime', async (original) =>
  (await import('./bent/bend')).bendLifetime(await original(), is),
);
vi.mock('../../worker/results/outputs', async (original) =>
  (await import('./bent/bend')).bendOutputs(await original(), is),
);
vi.mock('../../worker/results/plan', async (original) =>
  (await import('./bent/bend')).bendPlan(await original(), is),
);
vi.mock('../../worker/detect/photos/photo-format', async (original) => {
  const real = await original<typeof import('../../worker/detect/photos/photo-format')>();
  const refused = (bytes: Uint8Array) => is('refuses WebP') && real.isWebp(bytes);
  return { ...real, isPhoto: (bytes: Uint8Array) => !refused(bytes) && real.isPhoto(bytes) };
});
vi.mock('../../worker/session/result-channel', async (original) =>
  (await import('./bent/bend-classes')).bendChannel(await original(), is),
);
vi.mock('../../worker/media/newest-slot', async (original) =>
  (await import('./bent/bend-classes')).bendSlot(await original(), is),
);
vi.mock('../../worker/session/session', async (original) =>
  (await import('./bent/bend-classes')).bendSession(await original(), is),
);
vi.mock('../../worker/sessions/sessions', async (original) => {
  const { tooManyStreams } = await import('../../worker/errors');
  const { bendSessions } = await import('./bent/bend-classes');
  return bendSessions(await original(), is, () => tooManyStreams(LIMIT));
});
vi.mock('../../worker/http/server', async (original) =>
  (await import('./bent/bend-classes')).bendHttp(await original(), is),
);
vi.mock('../../worker/http/schema-errors', async (original) => {
  const real = await original<typeof import('../../worker/http/schema-errors')>();
  const { unprocessable } = await import('../../worker/errors');
  const parseBody: typeof real.parseBody = (schema, body) => {
    const text = JSON.stringify(body);
    const strict = is('refuses unknown fields') && text.includes('a_field_of_next_year');
    const listOnly = is('refuses urls as a string') && /"iceServers":\[\{"urls":"/.test(text);
    if (!strict && !listOnly) return real.parseBody(schema, body);
    throw unprocessable([{ type: 'list_type', loc: ['body'], msg: 'Input should be a valid list' }]);
  };
  return { ...real, parseBody };
});

const LIMIT = 2;
let worker: RunningWorker | null = null;
afterEach(async () => {
  await worker?.close();
  worker = null;
  bent.on = null;
});

async function judge(only: number[]) {
  // In this process: from here no bend reaches into another.
  const line = localLine(openChild);
  worker = await startWorker({ ...readSettings({ ...SIGNS, MAX_STREAMS: String(LIMIT) }), port: 0 }, line);
  // A bent worker is often waited for in vain.
  return runSuite({ ...DEFAULTS, url: worker.url, quota: LIMIT, only, patience: 0.5 });
}

describe('a worker that', () => {
  it.each<Mutant & { name: MutantName }>([...MUTANTS])('$name fails rule $rule', async (mutant) => {
    const { name, rule, seen, spares = [] } = mutant;
    bent.on = name;
    const { findings } = await judge([...spares, rule]);
    const named = findings.find((each) => each.rule.number === rule);
    expect(named).toMatchObject({ verdict: 'fail', seen: expect.stringMatching(seen) });
    const others = findings.filter((each) => each !== named && each.verdict === 'fail');
    expect(others.map(toRow)).toEqual([]);
  });
});

it('none of those rules fails on the worker as it is, mocks and all', async () => {
  const { findings } = await judge([...new Set(MUTANTS.map(({ rule }) => rule))]);
  expect(findings.filter(({ verdict }) => verdict !== 'pass').map(toRow)).toEqual([]);
});
