/** Every way to make the owner pay, all at once, by the built worker with its D1, for simulated hours across a midnight. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Artifact, bootArtifact } from '../../e2e/artifact/artifact';
import { type Answer, type SeenRequest, startUpstream, type Upstream } from '../../e2e/standins/upstream';
import { CLOCK, withClock } from '../../kit/artifact/clock';
import { DAY_MS, marked, markOf, Tally, type Who } from '../../kit/artifact/tally';
import { limitsOf } from '../../proxy/guard/limits';
import { type Cost, worstDay } from '../../proxy/guard/worstDay';
import { codeOf, SDP } from '../../proxy/testing';

const HOST = 'https://sightline.example';
const CODE = 'open-sesame';
const BUILT = join(process.cwd(), '.artifact', 'functions', 'index.js');
const HOUR_MS = 3_600_000;
/** Two hours before a midnight. */
const EVENING = 20_600 * DAY_MS - 2 * HOUR_MS;
const WORST = worstDay(limitsOf({}, 'VISITOR_LIMITS'), limitsOf({}, 'TOTAL_LIMITS'));

type Attacker = Who & { cookie: string };

let worker: Upstream;
let artifact: Artifact;
let tally: Tally;
let nowMs = EVENING;
const folders: string[] = [];

beforeAll(async () => {
  worker = await startUpstream();
  worker.answer(answer);
});
afterAll(async () => {
  await artifact?.stop();
  await worker?.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A deployment of its own, with an empty database. */
async function deploy(): Promise<void> {
  await artifact?.stop();
  const databaseFolder = mkdtempSync(join(tmpdir(), 'sightline-worst-day-'));
  folders.push(databaseFolder);
  tally = new Tally();
  nowMs = EVENING;
  artifact = await bootArtifact(
    {
      SESSION_SECRET: 's'.repeat(32),
      ACCESS_CODE: CODE,
      COTURN_URLS: 'turn:127.0.0.1:3478',
      COTURN_SECRET: 'relay-secret',
      ROBOFLOW_SERVER_URL: worker.url,
      FAST_WORKFLOW_ID: 'fast-1',
      WORKER_STUN_URLS: '',
    },
    { databaseFolder, script: withClock(BUILT) },
  );
}

/** The worker, which keeps the books: of what it starts, and of what it was asked for in vain. */
function answer({ path, body }: SeenRequest): Answer {
  if (!path.startsWith('/initialise')) return photo(body);
  const who = markOf(body);
  const { processing_timeout: seconds } = JSON.parse(body) as { processing_timeout: number };
  const [, status] = /a=x-provoke:(\d+)/.exec(body) ?? [];
  tally.add(who, nowMs, status ? { refused: 1 } : { sessions: 1, minutes: seconds / 60 });
  if (status) return { status: Number(status), body: { message: 'Internal error.' } };
  return { status: 200, body: { sdp: 'v=0', type: 'answer' } };
}

function photo(body: string): Answer {
  const { inputs } = JSON.parse(body) as { inputs: { image: { value: string } } };
  tally.add(markOf(Buffer.from(inputs.image.value, 'base64').toString()), nowMs, { photos: 1 });
  return { status: 200, body: { outputs: [] } };
}

async function ask(
  path: string,
  { address, cookie }: Attacker,
  init: { method?: string; body?: string | Buffer } = {},
) {
  const headers = { 'CF-Connecting-IP': address.split('#')[0] ?? '', Cookie: cookie, [CLOCK]: String(nowMs) };
  const type = path.startsWith('/v1/infer') ? { 'Content-Type': 'image/jpeg' } : {};
  const response = await artifact.dispatch(`${HOST}${path}`, { ...init, headers: { ...headers, ...type } });
  const body: unknown = await response.json();
  const lineage = (body as { context?: { lineage?: string } }).context?.lineage;
  const set = response.headers.get('Set-Cookie')?.split(';')[0];
  return { status: response.status, code: codeOf(body), lineage, cookie: set };
}

let visitors = 0;
/** With the code. A new visitor unless a cookie is kept. */
async function enter(address: string, network = address, code = CODE): Promise<Attacker> {
  visitors += 1;
  const attacker = { visitor: `v${visitors}`, address: network, cookie: '' };
  const body = JSON.stringify({ code });
  const { cookie = '' } = await ask('/v1/session', { ...attacker, address }, { method: 'POST', body });
  return { ...attacker, cookie };
}

type Dial = { lineage?: string; seconds?: number; provoke?: number };
const dial = (attacker: Attacker, { lineage, seconds, provoke }: Dial = {}, ip = attacker.address) => {
  const sdp = marked(SDP, attacker) + (provoke ? `a=x-provoke:${provoke}\r\n` : '');
  const wrtcParams = { lineage, processingTimeout: seconds };
  const body = JSON.stringify({ offer: { type: 'offer', sdp }, wrtcParams });
  return ask('/v1/webrtc-offer', { ...attacker, address: ip }, { method: 'POST', body });
};
const relay = async (attacker: Attacker) => {
  const { status } = await ask('/v1/webrtc-turn-config/coturn', attacker);
  if (status === 200) tally.add(attacker, nowMs, { credentials: 1 });
};
const shoot = (attacker: Attacker) => {
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from(marked('', attacker))]);
  return ask('/v1/infer', attacker, { method: 'POST', body: bytes });
};
const many = <T>(count: number, act: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => act(index)));

/** No more than is written there, of anything. */
function expectWithin(cost: Cost, most: Cost): void {
  for (const key of Object.keys(most) as (keyof Cost)[])
    expect(cost[key], key).toBeLessThanOrEqual(most[key]);
}

describe('one visitor', () => {
  it('who dials on from every dial, all at once, gets no more than is written', async () => {
    await deploy();
    const attacker = await enter('203.0.113.1');
    for (let minute = 0; minute < 90; minute += 5) {
      nowMs = EVENING + minute * 60_000;
      const firsts = await many(11, () => dial(attacker));
      for (const { lineage } of firsts) if (lineage) await many(8, () => dial(attacker, { lineage }));
    }
    console.log('who dials on:', tally.most('visitor'));
    expectWithin(tally.most('visitor'), WORST.visitor);
    expect(tally.most('visitor').minutes).toBeGreaterThan(limitsOf({}, 'VISITOR_LIMITS').minutes);
  }, 120_000);

  it.each([[[500, 503, 502, 429]], [[400, 500, 504]]])(
    'whose dials the worker answers with %j gets no more of them than is written',
    async (statuses) => {
      await deploy();
      const attacker = await enter('203.0.113.1');
      for (let minute = 0; minute < 60; minute += 1) {
        nowMs = EVENING + minute * 60_000;
        await many(12, (index) => dial(attacker, { provoke: statuses[(index + minute) % statuses.length] }));
      }
      console.log('whose dials are refused:', tally.most('visitor'));
      const { sessions, refused } = tally.most('visitor');
      expect(sessions + refused).toBeLessThanOrEqual(WORST.visitor.sessions + WORST.visitor.refused);
    },
    120_000,
  );
});
