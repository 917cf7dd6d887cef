/** Sessions live in processes of their own (worker/sessions/): what ends one ends no other. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { childrenOf } from '../../kit/process/usage';
import type { WorkerProcess } from '../../kit/stack/worker';
import { pause, untilMetric } from '../../worker/testing/client';
import { scrape } from '../../worker/testing/prometheus';
import { createScene, drawQr } from '../../worker/testing/scene';
import { ACTIVE, callWitness, dial, expectService, startWorker } from './witness';

const CRASHED = 'sightline_session_processes_crashed_total';

function sessionProcesses({ pid }: WorkerProcess): number[] {
  return childrenOf(pid).filter((child) =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('worker/boot.mjs'),
  );
}

it('a session that crashes takes no other with it, and its place is free again', async () => {
  const worker = await startWorker({ MAX_STREAMS: '2' });
  const [first] = sessionProcesses(worker);
  const unlucky = await callWitness(worker);
  const other = await callWitness(worker);
  process.kill(first!, 'SIGSEGV');
  await untilMetric(worker.url, ACTIVE, 1);
  const had = unlucky.received.length;
  await expectService(other);
  await pause(500);
  expect(unlucky.received.length).toBe(had);
  expect((await scrape(worker.url)).value(CRASHED)).toBe(1);
  expect(worker.output()).toContain('A process that held one session crashed (SIGSEGV); all others go on.');
  await expectService(await callWitness(worker));
});

it('goes on while sessions are cut off in the middle of their streams, which is where libwebrtc crashes', async () => {
  const worker = await startWorker();
  const witness = await callWitness(worker);
  const scene = drawQr(createScene(320, 240), 'CUT OFF', 60, 60, 5);
  for (let session = 0; session < 30; session += 1) {
    const client = await dial(worker);
    client.film(() => scene, 30);
    await client.until(() => client.received.length > 2);
    client.close();
  }
  await untilMetric(worker.url, ACTIVE, 1);
  await expectService(witness);
  expect(await Promise.race([worker.ended, 'runs'])).toBe('runs');
  // The witness's, and those that wait for the next sessions.
  await pause(1500);
  expect(sessionProcesses(worker).length).toBeLessThanOrEqual(3);
});
