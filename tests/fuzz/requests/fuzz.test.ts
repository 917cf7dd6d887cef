/** `npm run fuzz` sends 10 000 requests; here, a few hundred of the same. FUZZ_SEED repeats a run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { countOf, SEED } from '../../../kit/fuzz/settings';
import { type Artifact, bootArtifact } from '../../../kit/stack/artifact';
import { type Answer, startUpstream, type Upstream } from '../../../kit/standins/upstream';
import { TWILIO_ENV } from '../../../proxy/testing';
import { type FuzzRequest, fuzzRequests, KNOWN_CODES } from './requests';
import { type Received, send } from './send';

const COUNT = countOf(500);
const AT_ONCE = 8;
const CANARY = 'c4n4ry';
const folder = mkdtempSync(join(tmpdir(), 'sightline-fuzz-'));
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
  artifact = await bootArtifact(
    {
      ...TWILIO_ENV,
      TWILIO_AUTH_TOKEN: `${CANARY}-twilio`,
      TWILIO_API_URL: upstream.url,
      CLOUDFLARE_TURN_KEY_ID: 'key1',
      CLOUDFLARE_TURN_API_TOKEN: `${CANARY}-cloudflare`,
      CLOUDFLARE_TURN_API_URL: upstream.url,
      COTURN_URLS: 'turn:127.0.0.1:3478',
      COTURN_SECRET: `${CANARY}-coturn`,
      ROBOFLOW_API_KEY: `${CANARY}-roboflow`,
      ROBOFLOW_SERVER_URL: upstream.url,
      ROBOFLOW_WORKSPACE: 'ws',
      FAST_WORKFLOW_ID: 'fast-1',
      ACCURATE_WORKFLOW_ID: 'accurate-1',
      SESSION_SECRET: `${CANARY}${'s'.repeat(32)}`,
      ACCESS_CODE: `${CANARY}-code`,
    },
    { databaseFolder: folder },
  );
});
afterAll(async () => {
  await artifact?.stop();
  await upstream?.close();
  rmSync(folder, { recursive: true });
});

async function session(): Promise<string> {
  const answer = await artifact.dispatch('https://sightline.example/v1/session', {
    method: 'POST',
    body: JSON.stringify({ code: `${CANARY}-code` }),
  });
  return answer.headers.get('Set-Cookie')?.split(';')[0] ?? '';
}

/** What is wrong with an answer; null where nothing is. */
function complaint({ method }: FuzzRequest, { status, headers, body }: NonNullable<Received>): string | null {
  if (`${headers}${body}`.toLowerCase().includes(CANARY)) return 'a secret in the answer';
  if (status >= 200 && status < 300) return null;
  const allowed = (status >= 400 && status < 500) || [502, 503, 504].includes(status);
  if (!allowed) return `status ${status}`;
  if (method === 'HEAD') return null;
  return KNOWN_CODES.has(codeIn(body) ?? '') ? null : `${status} without a code`;
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

async function run(requests: FuzzRequest[]) {
  const base = new URL(artifact.url);
  const counts = new Map<string, number>();
  const complaints: string[] = [];
  const queue = requests.values();
  const worker = async () => {
    for (const wanted of queue) {
      const got = await send(base, wanted);
      const name = got ? `${got.status} ${codeIn(got.body) ?? ''}`.trim() : 'cut off';
      counts.set(name, (counts.get(name) ?? 0) + 1);
      const wrong = got ? complaint(wanted, got) : !mayBeCut(wanted) && 'no answer';
      if (wrong) complaints.push(`${wrong}: ${wanted.method} ${wanted.path.slice(0, 200)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { counts, complaints };
}

it(`${COUNT} requests get 2xx, 4xx, or 502, 503, 504 with a known code, and no secret (seed ${SEED})`, async () => {
  const { counts, complaints } = await run(fuzzRequests(COUNT, SEED, await session()));
  const rows = [...counts].sort().map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
  console.log(`fuzz: ${COUNT} requests, seed ${SEED}\n${rows.join('\n')}`);
  expect(complaints).toEqual([]);
  // Half of them would be no test.
  expect(counts.size).toBeGreaterThan(Math.min(15, COUNT / 25));
  expect((await fetch(`${artifact.url}/v1/config`)).status).toBe(200);
  const log = artifact.printed().split('\n');
  expect(log.length).toBeGreaterThan(COUNT / 2);
  expect(log.filter((line) => /uncaught|unexpected"|c4n4ry|m4rk3r/i.test(line))).toEqual([]);
}, 600_000);
