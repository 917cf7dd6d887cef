/**
 * The worker as a process, under offers whose candidates no honest page names: each is answered in words, and
 * its own machine hears nothing.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { oddCandidates } from '../../../kit/fuzz/candidates';
import { countOf, SEED } from '../../../kit/fuzz/settings';
import { startProcess, type WorkerProcess } from '../../../kit/stack/worker';
import { post, readMetric, requestFor, TestClient } from '../../../worker/testing/client';
import { ACTIVE } from '../../robustness/witness';

const COUNT = countOf(20, 0.02);
const AT_ONCE = 4;

let worker: WorkerProcess;
const client = new TestClient();
const victim = createSocket('udp4');
let knocks = 0;
beforeAll(async () => {
  worker = await startProcess({ HOST: '0.0.0.0', STUN_URL: '', MAX_STREAMS: '1000' });
  victim.on('message', () => {
    knocks += 1;
  });
  victim.bind(0, '127.0.0.1');
  await once(victim, 'listening');
});
afterAll(async () => {
  victim.close();
  client.close();
  await worker?.stop('SIGKILL');
});

/** Every offer names the victim, too, in one of the ways in which its address can be written. */
const ways = fc.constantFrom('127.0.0.1', '::ffff:127.0.0.1', 'localhost', '127.1', '0.0.0.0');

async function sendOne(
  sdp: string,
  candidates: string[],
  counts: Map<string, number>,
): Promise<string | null> {
  const at = sdp.indexOf('a=ice-ufrag');
  const bent = `${sdp.slice(0, at)}${candidates.map((line) => `${line}\r\n`).join('')}${sdp.slice(at)}`;
  const response = await post(`${worker.url}/initialise_webrtc_worker`, requestFor(bent));
  const text = await response.text();
  counts.set(String(response.status), (counts.get(String(response.status)) ?? 0) + 1);
  if (/m4rk3r/i.test(text)) return `${response.status} quotes the offer`;
  if (response.status === 200) return null;
  const { message } = JSON.parse(text) as { message?: string };
  return response.status === 400 && message ? null : `${response.status}: ${text.slice(0, 100)}`;
}

it(`${COUNT} offers with odd candidates are answered in words, and nothing on this machine is knocked at (seed ${SEED})`, async () => {
  const sdp = (await client.offer()).replaceAll(/^a=candidate:.*\r\n/gm, '');
  const { port } = victim.address();
  const each = fc
    .tuple(oddCandidates, ways)
    .map(([odd, host]) => [`a=candidate:1 1 udp 2122260223 ${host} ${port} typ host`, ...odd]);
  const all = fc.sample(each, { numRuns: COUNT, seed: SEED }).values();
  const counts = new Map<string, number>();
  const complaints: string[] = [];
  const one = async () => {
    for (const candidates of all) {
      const wrong = await sendOne(sdp, candidates, counts);
      if (wrong) complaints.push(wrong);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  console.log(
    `fuzz: ${COUNT} offers, seed ${SEED}: ${[...counts].map(([status, count]) => `${count} × ${status}`).join(', ')}`,
  );
  expect(complaints).toEqual([]);
  expect(counts.get('200')).toBeGreaterThan(0);
  // All of them are over in time, and while they were there they knocked nowhere.
  await vi.waitFor(async () => expect(await readMetric(worker.url, ACTIVE)).toBe(0), {
    timeout: 60_000,
    interval: 500,
  });
  expect(knocks).toBe(0);
  expect(worker.output()).not.toMatch(/m4rk3r|crashed/i);
}, 600_000);
