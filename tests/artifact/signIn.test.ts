/** A deployment behind Cloudflare Access, by the built worker in workerd; a stand-in has the team's keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AUD, accessTeam, newKey, TEAM, TOKEN_HEADER } from '../../kit/accessTeam';
import { type Artifact, bootArtifact } from '../../kit/stack/artifact';
import type { Upstream } from '../../kit/standins/upstream';
import { folderOfFile } from '../../kit/testFolder';
import * as visitor from './visitor';
import { from, startAnswering } from './visitor';

const team = accessTeam();
const folder = folderOfFile('sign-in');
let asked = 0;
let worker: Upstream;
let artifact: Artifact;

beforeAll(async () => {
  worker = await startAnswering();
  artifact = await bootArtifact(
    {
      CF_ACCESS_TEAM: TEAM,
      CF_ACCESS_AUD: AUD,
      SESSION_SECRET: 's'.repeat(32),
      OPEN_ACCESS: '1',
      ROBOFLOW_SERVER_URL: worker.url,
      FAST_WORKFLOW_ID: 'fast-1',
      WORKER_STUN_URLS: '',
      VISITOR_LIMITS: '10,2,1000,10',
    },
    {
      databaseFolder: folder,
      standIns: {
        [TEAM]: (request) => {
          asked += 1;
          return new URL(request.url).pathname === '/cdn-cgi/access/certs' ? team.certs() : {};
        },
      },
    },
  );
});
afterAll(async () => {
  await artifact?.stop();
  await worker?.close();
});

const dial = async (token: string | null, ip = '203.0.113.1') => {
  const headers = from(ip, token === null ? {} : { [TOKEN_HEADER]: token });
  const { status, code } = await visitor.dial(artifact, headers);
  return { status, code };
};

describe('behind Access', () => {
  it('fifteen colleagues at one address have fifteen budgets, and each of them one wherever they are', async () => {
    const people = Array.from({ length: 15 }, (_, index) => `person-${index}`);
    for (let round = 0; round < 2; round += 1) {
      const answers = await Promise.all(people.map((sub) => dial(team.token({ sub }))));
      expect(answers.map(({ status }) => status)).toEqual(people.map(() => 200));
    }
    expect((await dial(team.token({ sub: 'person-3' }))).code).toBe('budget_spent');
    expect((await dial(team.token({ sub: 'person-3' }), '198.51.100.4')).code).toBe('budget_spent');
    expect((await dial(team.token({ sub: '', common_name: 'person-3' }))).status).toBe(200);
  });

  it('a header without a good signature is none', async () => {
    expect(await dial(null)).toEqual({ status: 401, code: 'sign_in_required' });
    const kid = team.certs().keys[0]?.kid;
    for (const token of [
      team.token({}, { key: newKey(), header: { kid } }),
      team.token({ aud: ['b'.repeat(64)] }),
      team.token({}, { header: { alg: 'none' } }),
    ])
      expect(await dial(token)).toEqual({ status: 403, code: 'sign_in_refused' });
    const over = team.token({ sub: 'late', exp: Math.floor(Date.now() / 1000) - 1 });
    expect(await dial(over)).toEqual({ status: 401, code: 'sign_in_required' });
    for (const reason of ['token_missing', 'token_forged', 'token_foreign', 'token_over'])
      expect(artifact.printed()).toContain(`"reason":"${reason}"`);
    expect(artifact.printed()).not.toContain(over.slice(0, 40));
  });

  it('the keys were asked for a few times at most', () => {
    // Fifteen at once in a fresh isolate ask each for itself: none may wait for what another one began.
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(16);
  });
});
