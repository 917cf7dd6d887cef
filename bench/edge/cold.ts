/**
 * CPU of the first request in a fresh isolate, of which Pages' free plan gives 10 ms
 * (developers.cloudflare.com/workers/platform/limits: time on the network does not count; the evaluation of
 * the script is startup and has a limit of its own, 1 s). A Worker that goes over now and then is let
 * through, one that always does is not: a fresh isolate's first request is the first kind.
 */
import { join } from 'node:path';
import { printTable, type Row } from '../../kit/figures/report';
import { median, quantile } from '../../kit/figures/statistics';
import { APP, type Place, scriptOf } from '../../kit/process/functionsBuild';
import { startUpstream } from '../../kit/standins/upstream';
import { encodeMask } from '../../protocol/masks/testing';
import { sessionCookie, signerOf, startSession } from '../../proxy/guard/session';
import { offerInit } from '../../proxy/testing';
import { type Call, startIsolate, type World } from './isolate';

/** Milliseconds of CPU a request has on the free plan. */
const BAR_MS = 10;
const SECRET = 's'.repeat(32);
const TURN = '/v1/webrtc-turn-config';
const EMPTY = join(import.meta.dirname, 'rivals', 'empty.js');

const LOCK = { SESSION_SECRET: SECRET, ACCESS_CODE: 'code-of-a-bench' };

type Rivals = {
  hello: Place;
  whole: Place;
  mask: Place;
  /** The script of our own entry for Workers. */
  workers: string;
};
type Subject = { name: string; script: string; call: Call; floor?: boolean };

/** Answers as D1 does: every claim is granted. */
const GRANTED = {
  success: true,
  meta: {},
  results: { columns: ['scope', 'used'], rows: [['everyone', 2]] },
};

/** A visitor with a session, off localhost: guard, cookie and budgets are at work. */
async function visitor(): Promise<Record<string, string>> {
  const cookie = await sessionCookie(signerOf(LOCK), startSession(Date.now(), null), Date.now());
  return {
    Host: 'sightline.example',
    Cookie: cookie.split(';')[0] ?? '',
    'CF-Connecting-IP': '203.0.113.9',
    'Sec-Fetch-Site': 'same-origin',
  };
}

/** One thing seen in a photo, a disc of 600 pixels. */
function maskedPhoto(): unknown {
  const at = (x: number, y: number) => Math.hypot(x - 640, y - 360) < 300;
  const rle_mask = encodeMask({ rows: 720, columns: 1280, at });
  const seen = {
    x: 640,
    y: 360,
    width: 600,
    height: 600,
    confidence: 0.9,
    class: 'disc',
    class_id: 0,
    rle_mask,
  };
  return { seen: { image: { width: 1280, height: 720 }, predictions: [seen] } };
}

async function subjects(rivals: Rivals): Promise<Subject[]> {
  const headers = await visitor();
  const ours = (name: string, call: Call) => ({ name, script: scriptOf(APP), call });
  const { body } = offerInit() as { body: string };
  const json = { ...headers, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  const photo = Buffer.alloc(300_000, 7);
  photo.set([0xff, 0xd8, 0xff]);
  const jpeg = { ...headers, 'Content-Type': 'image/jpeg', 'Content-Length': photo.length };
  return [
    { name: 'empty worker', script: EMPTY, call: { path: '/' } },
    { name: 'empty worker that asks an upstream', script: EMPTY, call: { path: '/fetch' }, floor: true },
    { name: 'bare Hono', script: scriptOf(rivals.hello), call: { path: '/v1/hello' } },
    ours('config', { path: '/v1/config' }),
    ours('twilio, on localhost', { path: `${TURN}/twilio` }),
    ours('twilio, with session and budgets', { path: `${TURN}/twilio`, headers }),
    {
      name: 'twilio, with both, by the entry for Workers',
      script: rivals.workers,
      call: { path: `${TURN}/twilio`, headers },
    },
    ours('cloudflare, with both', { path: `${TURN}/cloudflare`, headers }),
    ours('coturn, with both', { path: `${TURN}/coturn`, headers }),
    ours('offer, with both', { method: 'POST', path: '/v1/webrtc-offer', headers: json, body }),
    ours('photo of 300 kB, with both', { method: 'POST', path: '/v1/infer', headers: jpeg, body: photo }),
    {
      name: 'a mask of 1280 × 720 outlined, and nothing else',
      script: scriptOf(rivals.mask),
      call: { method: 'POST', path: '/v1/mask', body: JSON.stringify(maskedPhoto()) },
    },
    {
      name: 'twilio by the whole client, on localhost',
      script: scriptOf(rivals.whole),
      call: { path: `${TURN}/twilio` },
    },
  ];
}

type Runs = { first: number[]; second: number[] };

/** Each subject in turn, so that a busy spell of the machine meets all of them. */
async function run(all: Subject[], world: World, times: number): Promise<Map<Subject, Runs>> {
  const runs = new Map(all.map((subject) => [subject, { first: [], second: [] } as Runs]));
  for (let count = 0; count < times; count += 1)
    for (const [{ script, call }, { first, second }] of runs) {
      const isolate = await startIsolate(script, world);
      try {
        first.push(await isolate.ask(call));
        second.push(await isolate.ask(call));
      } finally {
        await isolate.stop();
      }
    }
  return runs;
}

function toRows(runs: Map<Subject, Runs>): Row[] {
  const floor = median([...runs].find(([{ floor }]) => floor)?.[1].first ?? []);
  return [...runs].map(([{ name }, { first, second }]) => {
    const [own = 0, high = 0] = [0.5, 0.95].map((share) => Math.max(0, quantile(first, share) - floor));
    const verdict = high <= BAR_MS ? 'ok' : own <= BAR_MS ? 'ok but for the slowest' : 'over';
    return { '': name, median: median(first), own, 'own p95': high, '2nd': median(second), verdict };
  });
}

/** @param times isolates of each subject
 * @param bindings of the proxy, with UPSTREAM for the rivals */
export async function benchCold(
  rivals: Rivals,
  bindings: Record<string, string>,
  times: number,
): Promise<void> {
  const database = await startUpstream();
  database.answer(() => {
    database.requests.length = 0;
    return { status: 200, body: GRANTED };
  });
  const world: World = {
    bindings: { ...bindings, ...LOCK },
    databasePort: Number(new URL(database.url).port),
    compatibilityDate: '2026-04-01',
  };
  const rows = toRows(await run(await subjects(rivals), world, times));
  printTable(
    `First request of a fresh isolate, ${times} each: CPU in ms of workerd’s event loop. "own" is what is left of\n` +
      `it without the empty worker’s that asks an upstream; bar: ${BAR_MS}`,
    rows,
  );
  await database.close();
}
