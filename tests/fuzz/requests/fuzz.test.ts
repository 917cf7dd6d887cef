/** `npm run fuzz` sends 10 000 requests; here, a few hundred of the same. FUZZ_SEED repeats a run. */
import { mkdtempSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startFront } from '../../../dev/start/front';
import { lanAddress } from '../../../dev/start/lan';
import { CLOCK, withClock } from '../../../kit/artifact/clock';
import { forbiddenIn } from '../../../kit/fuzz/candidates';
import { countOf, SEED } from '../../../kit/fuzz/settings';
import { freePort } from '../../../kit/process/ports';
import { type Artifact, bootArtifact } from '../../../kit/stack/artifact';
import { type Answer, startUpstream, type Upstream } from '../../../kit/standins/upstream';
import { folderOfFile } from '../../../kit/testFolder';
import { ROUTES } from '../../../protocol/api';
import { writeLineage } from '../../../proxy/guard/budget/lineage';
import { offerInit, plantedEnv } from '../../../proxy/testing';
import {
  claimingRequests,
  type FuzzRequest,
  fuzzRequests,
  type Kept,
  KNOWN_CODES,
  type Visit,
} from './requests';
import { type Received, send } from './send';

const COUNT = countOf(500);
/** Of fewer not every answer comes up. */
const CLAIMS = Math.max(COUNT, 300);
const AT_ONCE = 8;
const CANARY = 'c4n4ry';
const BUILT = join(process.cwd(), '.artifact', 'functions', 'index.js');
const folder = folderOfFile('fuzz');
let upstream: Upstream;
let artifact: Artifact;

/** Vendors at their worst: every status, with the secrets that they were sent quoted in the body. */
function answerer(): () => Answer {
  const quote = {
    message: CANARY,
    error_type: `Workflow${CANARY}`,
    detail: [{ input: CANARY }],
    code: CANARY,
  };
  const servers = [{ urls: ['turn:a:3478'], username: 'u', credential: 'c' }];
  const good = { sdp: 'v=0', type: 'answer', outputs: [{}], iceServers: servers, ice_servers: servers };
  const statuses = [400, 401, 402, 403, 404, 409, 413, 418, 422, 423, 429, 500, 502, 503, 504, 307];
  const answers: Answer[] = [
    ...statuses.flatMap((status) => [
      { status, body: quote },
      { status, body: `<html>${CANARY}` },
    ]),
    ...Array.from({ length: 20 }, () => ({ status: 200, body: { ...quote, ...good } })),
    ...[null, [], 7, quote, `{"sdp":"${CANARY}`, ''].map((body) => ({ status: 201, body })),
  ];
  let turn = 0;
  return () => {
    turn += 7;
    return answers[turn % answers.length] ?? answers[0]!;
  };
}

beforeAll(async () => {
  upstream = await startUpstream();
  upstream.answer(answerer());
  artifact = await boot();
});

function boot(more: Record<string, string> = {}): Promise<Artifact> {
  return bootArtifact(
    {
      ...plantedEnv(CANARY, upstream.url),
      ACCURATE_WORKFLOW_ID: 'accurate-1',
      ACCESS_CODE: `${CANARY}-code`,
      ...more,
    },
    { databaseFolder: mkdtempSync(join(folder, 'state-')), script: withClock(BUILT) },
  );
}
afterAll(async () => {
  await artifact?.stop();
  await upstream?.close();
});

/** What a visitor has by a clock that is this far (ms) off: a session, and the lineage of a dial. */
async function visit(skewMs: number): Promise<Visit> {
  const ask = (path: string, init: { headers?: Record<string, string>; body: string }) =>
    artifact.dispatch(`https://sightline.example${path}`, {
      method: 'POST',
      ...init,
      headers: { ...init.headers, [CLOCK]: String(Date.now() + skewMs) },
    });
  const entered = await ask('/v1/session', { body: JSON.stringify({ code: `${CANARY}-code` }) });
  const cookie = entered.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  const dialled = await ask('/v1/webrtc-offer', {
    headers: { Cookie: cookie },
    body: offerInit().body as string,
  });
  const { context } = (await dialled.json()) as { context: { lineage: string } };
  return { cookie, lineage: context.lineage, skewMs };
}

/** One's own of now, an hour ago and tomorrow, another visitor's, and by another deployment's secret. */
async function keep(): Promise<Kept> {
  upstream.answer({ status: 200, body: { sdp: 'v=0', type: 'answer' } });
  const visits = [await visit(0), await visit(0), await visit(-3_600_000), await visit(86_400_000)];
  upstream.answer(answerer());
  const [own = { lineage: '' }] = visits;
  const sessionId = own.lineage.split('.')[1] ?? '';
  const foreign = await writeLineage('o'.repeat(32), { paidUntilMs: Date.now() + 600_000 }, sessionId);
  return {
    visits,
    lineages: [...visits.map(({ lineage }) => lineage), foreign],
  };
}

/** What is wrong with an answer; null where nothing is. */
function complaint(
  { method, path }: FuzzRequest,
  { status, headers, body }: NonNullable<Received>,
): string | null {
  if (`${headers}${body}`.toLowerCase().includes(CANARY)) return 'a secret in the answer';
  if (status >= 200 && status < 300) return null;
  // The one answer for a person's own eyes.
  if (status === 303 && path.startsWith(ROUTES.share)) return null;
  const allowed = (status >= 400 && status < 500) || [502, 503, 504].includes(status);
  if (!allowed) return `status ${status}`;
  if (method === 'HEAD') return null;
  return KNOWN_CODES.has(codeIn(body) ?? '') ? null : `${status} without a code`;
}

/** What the front must not do. @param cookie the one that opens; '' where there is no front. */
function frontFault(wanted: FuzzRequest, { status, body }: NonNullable<Received>, cookie: string) {
  if (cookie === '') return null;
  const bytes = wanted.body?.length ?? 0;
  // A longer one is handed on in parts, and who refuses the first may reset the connection under the next
  // (see `mayBeCut`).
  if (codeIn(body) === 'proxy_failed' && bytes <= 64 * 1024)
    return `the app’s answer was lost (${bytes} bytes)`;
  const isCostly = /^\/v1\/(webrtc|infer)/.test(wanted.path) && wanted.method !== 'OPTIONS';
  return isCostly && status < 300 && wanted.headers.Cookie !== cookie ? 'let in without a session' : null;
}

function codeIn(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { error?: { code?: string } }).error?.code;
  } catch {
    return undefined;
  }
}

/** What is refused unread can lose its answer: the close resets the connection (RFC 9112 §9.6). */
function mayBeCut({ sent, body }: FuzzRequest): boolean {
  return sent < 1 || (body?.length ?? 0) > 64 * 1024;
}

/** The offers that reached the worker. */
function offered(): string[] {
  return upstream.requests.flatMap(({ body }) => {
    const sdp = /"webrtc_offer":\{"type":"offer","sdp":("(?:[^"\\]|\\.)*")/.exec(body)?.[1];
    return sdp ? [JSON.parse(sdp) as string] : [];
  });
}

async function run(at: string, requests: FuzzRequest[], cookie = '') {
  const base = new URL(at);
  const counts = new Map<string, number>();
  const complaints: string[] = [];
  const queue = requests.values();
  const worker = async () => {
    for (const wanted of queue) {
      const got = await send(base, wanted);
      const name = got ? `${got.status} ${codeIn(got.body) ?? ''}`.trim() : 'cut off';
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const wrong = got
        ? (complaint(wanted, got) ?? frontFault(wanted, got, cookie))
        : !mayBeCut(wanted) && 'no answer';
      if (wrong) complaints.push(`${wrong}: ${wanted.method} ${wanted.path.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { counts, complaints };
}

it(`${COUNT} requests get 2xx, 4xx, or 502, 503, 504 with a known code, and no secret (seed ${SEED})`, async () => {
  const { counts, complaints } = await run(artifact.url, fuzzRequests(COUNT, SEED, await keep()));
  const rows = [...counts].sort().map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
  console.log(`fuzz: ${COUNT} requests, seed ${SEED}\n${rows.join('\n')}`);
  expect(complaints).toEqual([]);
  expect(offered().flatMap(forbiddenIn)).toEqual([]);
  // Of a hundred none may have come so far.
  if (COUNT >= 500) expect(offered().some((sdp) => sdp.includes('a=candidate'))).toBe(true);
  // Half of them would be no test.
  expect(counts.size).toBeGreaterThan(Math.min(15, COUNT / 25));
  expect((await fetch(`${artifact.url}/v1/config`)).status).toBe(200);
  const log = artifact.printed().split('\n');
  expect(log.length).toBeGreaterThan(COUNT / 2);
  expect(log.filter((line) => /uncaught|unexpected"|c4n4ry|m4rk3r/i.test(line))).toEqual([]);
}, 600_000);

/** At an address of the network, where no request is from this machine's own loopback. */
async function behindFront(use: (url: string) => Promise<void>): Promise<void> {
  const host = lanAddress(networkInterfaces())?.address;
  if (host === undefined) throw new Error('This test needs a network address.');
  const secret = `${CANARY}-front`;
  const plenty = '1000000,1000000,10000000,1000000';
  const app = await boot({ FRONT_SECRET: secret, VISITOR_LIMITS: plenty, TOTAL_LIMITS: plenty });
  const [port, appPort] = [await freePort(), Number(new URL(app.url).port)];
  const front = await startFront({ host, port, appPort, secret, names: ['sightline.example'], tls: null });
  try {
    await use(`http://${host}:${port}`);
  } finally {
    front.close();
    await app.stop();
  }
}

it(`${CLAIMS} requests to the front of npm start, with hosts and claims of every kind, open nothing (seed ${SEED})`, async () => {
  upstream.answer({ status: 200, body: { sdp: 'v=0', type: 'answer' } });
  const own = await visit(0);
  upstream.answer(answerer());
  const { cookie } = own;
  expect(cookie).not.toBe('');
  await behindFront(async (url) => {
    const { counts, complaints } = await run(
      url,
      claimingRequests(CLAIMS, SEED, { visits: [own], lineages: [own.lineage] }),
      cookie,
    );
    const rows = [...counts].sort().map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
    console.log(`fuzz: ${CLAIMS} requests to the front, seed ${SEED}\n${rows.join('\n')}`);
    expect(complaints).toEqual([]);
    for (const name of ['200', '421 host_refused', '401 session_required'])
      expect([...counts.keys()]).toContain(name);
    expect((await fetch(`${url}/v1/config`)).status).toBe(200);
  });
}, 1_800_000);
