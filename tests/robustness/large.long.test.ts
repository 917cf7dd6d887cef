/**
 * What is far larger than a phone's: refused in words, or read, and what it took is given back within a
 * minute. The worker as it is started.
 */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { settledMb } from '../../kit/fuzz/memory';
import { falseClaims, giants, png } from '../../kit/photos/bombs';
import { childrenOf, holdingsOf } from '../../kit/process/usage';
import type { WorkerProcess } from '../../kit/stack/worker';
import { pause, type TestClient } from '../../worker/testing/client';
import { CODES, callWitness, createClient, dial, expectService, startWorker } from './witness';

/** What the allocator keeps at hand, and a process for the next session, MB. */
const NOISE_MB = 90;
const WORKFLOWS = ['fast', 'codes', 'accurate', 'text'] as const;
const HONEST = png({ width: 640, height: 480 });
/** As a phone's own camera takes it. */
const ORDINARY = png({ width: 4000, height: 3000 });

let worker: WorkerProcess;
let witness: TestClient;
/** With the witness's session up, and after ordinary photos: every thread has what it needs for those, MB. */
let usualMb: number;
beforeAll(async () => {
  worker = await startWorker({ STUN_URL: '' });
  witness = await callWitness(worker, 4);
  for (let time = 0; time < 3; time += 1)
    await Promise.all(WORKFLOWS.map((workflow) => look(ORDINARY, workflow)));
  await pause(6000);
  usualMb = holdingsOf(worker.pid).pssMb;
}, 180_000);
afterAll(() => worker?.stop('SIGKILL'));

async function look(photo: Buffer, workflow: string = 'fast') {
  const response = await fetch(`${worker.url}/local/workflows/${workflow}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      api_key: 'local',
      inputs: { image: { type: 'base64', value: photo.toString('base64') } },
    }),
  });
  return { status: response.status, body: (await response.json()) as { message?: string } };
}

const inWords = expect.stringMatching(/^The \S.{10,}\.$/);

async function expectGivenBack(beforeMb = usualMb): Promise<void> {
  const enoughMb = beforeMb + NOISE_MB;
  const restMb = await settledMb(worker.pid, { stillMs: 60_000, enoughMb });
  expect(restMb).toBeLessThanOrEqual(enoughMb);
  await expectService(witness);
}

it('a photo that only claims to be huge is refused in words, without the memory that it claims', async () => {
  let mostMb = 0;
  for (const { what, bytes } of await falseClaims())
    for (const workflow of WORKFLOWS) {
      const answer = await look(bytes, workflow);
      expect({ what, ...answer }).toEqual({ what, status: 400, body: { message: inWords } });
      mostMb = Math.max(mostMb, holdingsOf(worker.pid).pssMb);
    }
  expect(mostMb - usualMb).toBeLessThan(150);
  await expectGivenBack();
}, 240_000);

it('a photo that is huge is read, or refused in words', async () => {
  for (const { what, bytes } of await giants())
    for (const workflow of WORKFLOWS) {
      const { status, body } = await look(bytes, workflow);
      expect([what, [200, 400, 503].includes(status)]).toEqual([what, true]);
      if (status !== 200) expect(body).toEqual({ message: inWords });
    }
  await expectGivenBack();
}, 400_000);

it('twelve of them at once keep no ordinary photo out: it waits for its turn', async () => {
  const huge = png({ width: 6320, height: 6320 });
  const all = Array.from({ length: 12 }, () => look(huge, 'codes'));
  await pause(200);
  expect(await look(HONEST, 'codes')).toMatchObject({ status: 200 });
  for (const { status, body } of await Promise.all(all)) {
    expect([200, 503]).toContain(status);
    if (status === 503) expect(body).toEqual({ message: inWords });
  }
  await expectGivenBack();
}, 400_000);

it('as many bytes as are sent are not held: giants are told to wait, an ordinary photo is read', async () => {
  const noise = Buffer.concat([HONEST, Buffer.alloc(19 * 1024 * 1024, 7)]);
  const all = Array.from({ length: 16 }, () => look(noise, 'codes').catch(() => ({ status: 0, body: {} })));
  await pause(300);
  expect((await look(HONEST, 'codes')).status).toBe(200);
  // 0: refused while the rest was still on its way, and cut off (RFC 9112 §9.6).
  for (const { status } of await Promise.all(all)) expect([0, 200, 400, 503]).toContain(status);
}, 400_000);

const grey = (width: number, height: number) => new Uint8Array((width * height * 3) / 2).fill(128);

async function shootUntil(client: TestClient, size: [number, number], isDone: () => boolean): Promise<void> {
  const picture = grey(...size);
  for (let time = 0; time < 60 && !isDone(); time += 1) {
    client.shoot(...size, picture);
    await pause(250);
  }
  expect(isDone()).toBe(true);
}

it('a sender that changes to more than 4K in the middle of a call is told so, and is over; nobody else is', async () => {
  // Whatever the photos before it have left is not the video's.
  const beforeMb = holdingsOf(worker.pid).pssMb;
  const before = childrenOf(worker.pid);
  const client = await dial(worker);
  await shootUntil(client, [640, 480], () => client.received.length > 0);
  await shootUntil(client, [5000, 3000], () =>
    client.received.some(({ message }) => message.processing_complete),
  );
  expect(client.received.at(-1)?.message).toMatchObject({
    errors: ['The video is 5000 × 3000 pixels large; this worker takes 4K at most. Send a smaller one.'],
    processing_complete: true,
    serialized_output_data: null,
  });
  client.close();
  // The decoder's memory comes back with the end of its process alone; the witness's goes on.
  const left = () => childrenOf(worker.pid).filter((each) => before.includes(each)).length;
  await vi.waitFor(() => expect(left()).toBe(before.length - 1), 20_000);
  await expectGivenBack(beforeMb);
}, 240_000);

it('4K itself is looked at as ever', async () => {
  const client = await createClient().dial(worker.url, CODES);
  await shootUntil(client, [3840, 2160], () =>
    client.received.some(({ message }) => message.video_metadata?.width === 3840),
  );
  expect(client.received.at(-1)?.message.errors).toEqual([]);
  client.close();
}, 120_000);
