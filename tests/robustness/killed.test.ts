/** A worker that is killed, or told to end, in the middle of sessions. */
import { expect, it } from 'vitest';
import { freePort } from '../../kit/process/ports';
import { pause, readMetric } from '../../worker/testing/client';
import { ACTIVE, CODES, callWitness, createClient, expectService, startWorker } from './witness';

it('leaves its port free when it is killed, and the next one serves the same client again', async () => {
  const PORT = String(await freePort());
  const first = await startWorker({ PORT });
  const before = await callWitness(first);
  expect(await first.stop('SIGKILL')).toBe('SIGKILL');
  const second = await startWorker({ PORT });
  expect(await readMetric(second.url, ACTIVE)).toBe(0);
  const after = await callWitness(second);
  await expectService(after);
  // Nothing of the first life is known to the second: the old client's packets open no session.
  const results = before.received.length;
  await pause(500);
  expect(before.received.length).toBe(results);
  expect(await readMetric(second.url, ACTIVE)).toBe(1);
});

it('says goodbye to its clients when it is told to end, and is gone with status 0', async () => {
  const worker = await startWorker();
  const clients = await Promise.all([0, 1].map(() => callWitness(worker)));
  const late = createClient();
  const unanswered = fetch(`${worker.url}/initialise_webrtc_worker`, { method: 'POST', body: '{}' });
  const closed = clients.map(
    ({ channel }) => new Promise((resolve) => channel.addEventListener('close', resolve, { once: true })),
  );
  expect((await unanswered).status).toBe(422);
  expect(await worker.stop('SIGTERM')).toBe(0);
  await Promise.all(closed);
  await expect(late.dial(worker.url, CODES)).rejects.toThrow('fetch failed');
  expect(worker.output()).not.toMatch(/error|unexpected/i);
});
