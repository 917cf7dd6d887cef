/** What a visitor off localhost may do and spend, by the built worker, its own clock and D1. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Artifact, bootArtifact } from '../../kit/stack/artifact';
import { startUpstream, type Upstream } from '../../kit/standins/upstream';
import { folderOfFile } from '../../kit/testFolder';
import { codeOf, offerInit } from '../../proxy/testing';

const HOST = 'https://sightline.example';
const CANARY = 'c4n4ry';
const folder = folderOfFile('budget');
let worker: Upstream;
let artifact: Artifact;

const boot = () =>
  bootArtifact(
    {
      SESSION_SECRET: `${CANARY}${'s'.repeat(32)}`,
      ACCESS_CODE: `${CANARY}-code`,
      COTURN_URLS: 'turn:127.0.0.1:3478',
      COTURN_SECRET: CANARY,
      ROBOFLOW_SERVER_URL: worker.url,
      FAST_WORKFLOW_ID: 'fast-1',
      WORKER_STUN_URLS: '',
      TOTAL_LIMITS: '1000,23,10000,10',
    },
    { databaseFolder: folder },
  );

beforeAll(async () => {
  worker = await startUpstream();
  worker.answer({ status: 200, body: { sdp: 'v=0', type: 'answer' } });
  artifact = await boot();
});
afterAll(async () => {
  await artifact?.stop();
  await worker?.close();
});

async function ask(path: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
  const response = await artifact.dispatch(`${HOST}${path}`, init as never);
  const cookie = response.headers.get('Set-Cookie')?.split(';')[0] ?? '';
  return { status: response.status, cookie, body: (await response.json()) as unknown };
}
const enter = (ip: string) =>
  ask('/v1/session', {
    method: 'POST',
    headers: { 'CF-Connecting-IP': ip },
    body: JSON.stringify({ code: `${CANARY}-code` }),
  });
const dial = (ip: string, Cookie: string, lineage?: string) => {
  const init = offerInit({ lineage });
  const headers = { ...(init.headers as Record<string, string>), Cookie, 'CF-Connecting-IP': ip };
  return ask('/v1/webrtc-offer', { ...init, headers });
};

describe('off localhost', () => {
  it('asks for the code, and lets in who has it', async () => {
    expect((await ask('/v1/config')).body).toMatchObject({ access: 'code' });
    expect(codeOf((await dial('203.0.113.1', '')).body)).toBe('session_required');
    const { cookie } = await enter('203.0.113.1');
    expect(cookie).toMatch(/^__Host-/);
    const first = await dial('203.0.113.1', cookie);
    expect(first).toMatchObject({ status: 200, body: { context: { lineage: expect.any(String) } } });
    const { lineage } = (first.body as { context: { lineage: string } }).context;
    expect((await dial('198.51.100.7', cookie, lineage)).status).toBe(200);
  });

  it('50 visitors at once never get one session too many, and a restart forgets none', async () => {
    const ips = Array.from({ length: 50 }, (_, index) => `203.0.113.${index + 10}`);
    const visitors = await Promise.all(ips.map(async (ip) => ({ ip, cookie: (await enter(ip)).cookie })));
    const asked = worker.requests.length;
    const answers = await Promise.all(visitors.map(({ ip, cookie }) => dial(ip, cookie)));
    const granted = answers.filter(({ status }) => status === 200).length;
    // 23 a day, of which the test before took two.
    expect(granted).toBe(21);
    expect(worker.requests.length - asked).toBe(21);
    expect(new Set(answers.map(({ body }) => codeOf(body)))).toEqual(new Set([undefined, 'budget_spent']));
    await artifact.stop();
    artifact = await boot();
    const [{ ip, cookie } = { ip: '', cookie: '' }] = visitors;
    expect(codeOf((await dial(ip, cookie)).body)).toBe('budget_spent');
  });

  it('no secret is in the log', () => {
    expect(artifact.printed()).toContain('budget_spent');
    expect(artifact.printed()).not.toContain(CANARY);
  });
});
