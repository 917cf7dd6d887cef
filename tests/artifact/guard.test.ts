/** What a visitor off localhost may do and spend, by the built worker, its own clock and D1. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Artifact, bootArtifact } from '../../kit/stack/artifact';
import type { Upstream } from '../../kit/standins/upstream';
import { folderOfFile } from '../../kit/testFolder';
import * as visitor from './visitor';
import { from, settingsFor, startAnswering } from './visitor';

const CANARY = 'c4n4ry';
const folder = folderOfFile('budget');
let worker: Upstream;
let artifact: Artifact;

const boot = () =>
  bootArtifact(
    {
      ...settingsFor(worker),
      SESSION_SECRET: `${CANARY}${'s'.repeat(32)}`,
      ACCESS_CODE: `${CANARY}-code`,
      COTURN_SECRET: CANARY,
      TOTAL_LIMITS: '1000,23,10000,10',
    },
    { databaseFolder: folder },
  );

beforeAll(async () => {
  worker = await startAnswering();
  artifact = await boot();
});
afterAll(async () => {
  await artifact?.stop();
  await worker?.close();
});

const enter = (ip: string) => visitor.enter(artifact, `${CANARY}-code`, from(ip));
const dial = (ip: string, Cookie: string, lineage?: string) =>
  visitor.dial(artifact, from(ip, { Cookie }), { lineage });

describe('off localhost', () => {
  it('asks for the code, and lets in who has it', async () => {
    expect((await visitor.ask(artifact, '/v1/config')).body).toMatchObject({ access: 'code' });
    expect((await dial('203.0.113.1', '')).code).toBe('session_required');
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
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set([undefined, 'budget_spent']));
    await artifact.stop();
    artifact = await boot();
    const [{ ip, cookie } = { ip: '', cookie: '' }] = visitors;
    expect((await dial(ip, cookie)).code).toBe('budget_spent');
  });

  it('no secret is in the log', () => {
    expect(artifact.printed()).toContain('budget_spent');
    expect(artifact.printed()).not.toContain(CANARY);
  });
});
