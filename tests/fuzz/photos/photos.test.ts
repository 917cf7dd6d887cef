/** The worker under photos that no camera writes: answered in words and in time, and good ones are read. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ratioOf, settledMb } from '../../../kit/fuzz/memory';
import { countOf, keep, SEED } from '../../../kit/fuzz/settings';
import { childrenOf } from '../../../kit/process/usage';
import { COLLECTING, startProcess, type WorkerProcess } from '../../../kit/stack/worker';
import { pause } from '../../../worker/testing/client';
import { type Good, goodPhotos, SIGNS, TEXT } from './good';
import { oddJpegs } from './jpeg';
import { oddPngs } from './png';
import { oddWebps } from './webp';

const COUNT = countOf(80, 0.2);
const AT_ONCE = 3;
/** So many odd ones between two looks at the good ones. */
const BETWEEN = 40;
/** A 40-megapixel photo through ACC takes seconds; the worker itself gives up after a minute. */
const PATIENCE_MS = 60_000;
const MOST_GROWN = 1.3;

type Workflow = 'fast' | 'codes' | 'accurate';
type Odd = { bytes: Uint8Array; workflow: Workflow };
type Answer = { status: number; body: unknown };

let worker: WorkerProcess;
let good: Good;
beforeAll(async () => {
  good = await goodPhotos();
  worker = await startProcess({ ...COLLECTING, STUN_URL: '' });
});
afterAll(() => worker?.stop('SIGKILL'));

async function look(workflow: Workflow, bytes: Uint8Array): Promise<Answer> {
  const response = await fetch(`${worker.url}/local/workflows/${workflow}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      api_key: 'local',
      inputs: { image: { type: 'base64', value: Buffer.from(bytes).toString('base64') } },
    }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  return { status: response.status, body: await response.json() };
}

type Seen = { outputs: [{ predictions: { predictions: { class: string; data?: string }[] } }] };
const seenIn = ({ body }: Answer) => (body as Seen).outputs[0].predictions.predictions;

/** @throws where a good photo is not read as it is. */
async function expectGood(): Promise<void> {
  for (const each of [...good.jpegs, ...good.pngs, ...good.webps]) {
    const answer = await look('codes', each);
    expect(answer).toMatchObject({ status: 200 });
    expect(seenIn(answer).map(({ data }) => data)).toEqual([TEXT]);
  }
  for (const workflow of ['fast', 'accurate'] as const) {
    const answer = await look(workflow, good.sheet);
    expect(answer).toMatchObject({ status: 200 });
    expect(seenIn(answer).map((each) => each.class)).toEqual(expect.arrayContaining(SIGNS));
  }
}

/** What is wrong with an answer; null where nothing is. */
function complaint({ status, body }: Answer): string | null {
  if (status === 200) return null;
  if (status !== 503 && (status < 400 || status > 499)) return `status ${status}: ${JSON.stringify(body)}`;
  const { message } = Object(body) as { message?: unknown };
  return typeof message === 'string' && message.length > 10 ? null : `${status} without a message`;
}

function oddPhotos(): Odd[] {
  const { jpegs, pngs, webps } = good;
  const odd = fc.record({
    bytes: fc.oneof(
      { weight: 4, arbitrary: oddJpegs(jpegs) },
      { weight: 4, arbitrary: oddPngs(pngs) },
      { weight: 2, arbitrary: oddWebps(webps) },
    ),
    workflow: fc.constantFrom<Workflow>('fast', 'fast', 'codes', 'codes', 'codes', 'accurate'),
  });
  return fc.sample(odd, { numRuns: COUNT, seed: SEED });
}

const complaints: string[] = [];
let read = 0;
const counts = new Map<string, number>();
let slowestMs = 0;

async function sendOne({ bytes, workflow }: Odd, index: number): Promise<void> {
  const startMs = performance.now();
  const answer = await look(workflow, bytes).catch((error: unknown) => ({ status: 0, body: String(error) }));
  slowestMs = Math.max(slowestMs, performance.now() - startMs);
  const { message = '' } = Object(answer.body) as { message?: string };
  const name = `${workflow} ${answer.status} ${message.replaceAll(/\d+/g, 'N')}`.trim();
  counts.set(name, (counts.get(name) ?? 0) + 1);
  if (answer.status === 200) read += 1;
  const wrong = complaint(answer);
  if (wrong) complaints.push(`${wrong} (${workflow}, ${keep(`photo-${SEED}-${index}`, bytes)})`);
}

async function sendAll(odd: Odd[]): Promise<void> {
  for (let from = 0; from < odd.length; from += BETWEEN) {
    const some = odd.slice(from, from + BETWEEN).entries();
    const one = async () => {
      for (const [at, each] of some) await sendOne(each, from + at);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    await expectGood();
  }
}

it(`${COUNT} odd photos are answered in words, good ones are read in between, and the memory stays (seed ${SEED})`, async () => {
  await expectGood();
  const processes = childrenOf(worker.pid);
  const beforeMb = await settledMb(worker.pid, { stillMs: 3_000 });
  await sendAll(oddPhotos());
  const afterMb = await settledMb(worker.pid, { stillMs: 10_000, enoughMb: beforeMb * 1.05 });
  const rows = [...counts].sort().map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
  console.log(
    `fuzz: ${COUNT} photos, seed ${SEED}, slowest ${Math.round(slowestMs)} ms, ${ratioOf(beforeMb, afterMb)}\n${rows.join('\n')}`,
  );
  expect(complaints).toEqual([]);
  expect(childrenOf(worker.pid)).toEqual(processes);
  expect(await Promise.race([worker.ended, pause(0).then(() => 'runs')])).toBe('runs');
  expect(worker.output()).not.toMatch(/crashed|worker: 5\d\d|uncaught/i);
  // All refused, or all read, would be no test.
  expect(read).toBeGreaterThanOrEqual(Math.floor(COUNT / 40));
  expect(COUNT - read).toBeGreaterThanOrEqual(Math.floor(COUNT / 4));
  expect(afterMb).toBeLessThan(beforeMb * MOST_GROWN);
}, 1_200_000);
