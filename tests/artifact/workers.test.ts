/** The second entry, built as `wrangler deploy --config wrangler.workers.jsonc` does: the same app. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildWorkers } from '../../kit/process/functionsBuild';
import { type Artifact, bootArtifact } from '../../kit/stack/artifact';
import { startUpstream, type Upstream } from '../../kit/standins/upstream';
import { codeOf, offerInit, TWILIO_ENV } from '../../proxy/testing';

const servers = [{ urls: 'turn:a:3478?transport=udp', username: 'u', credential: 'c' }];
let upstream: Upstream;
let artifact: Artifact;

beforeAll(async () => {
  upstream = await startUpstream();
  upstream.answer({ status: 200, body: { sdp: 'v=0', type: 'answer', ice_servers: servers } });
  const settings = {
    TWILIO_API_URL: upstream.url,
    ROBOFLOW_SERVER_URL: upstream.url,
    FAST_WORKFLOW_ID: 'fast-1',
  };
  const script = await buildWorkers(join(process.cwd(), '.artifact', 'workers'));
  artifact = await bootArtifact({ ...TWILIO_ENV, ...settings }, { script });
});
afterAll(async () => {
  await artifact?.stop();
  await upstream?.close();
});

const ask: Artifact['ask'] = (path, init) => artifact.ask(path, init);

describe('on Workers', () => {
  it('the routes answer', async () => {
    expect((await ask('/v1/config')).body).toMatchObject({ enhanced: { provider: 'twilio' } });
    expect(await ask('/v1/webrtc-turn-config/twilio')).toMatchObject({
      status: 200,
      body: { iceServers: [{ urls: ['turn:a:3478?transport=udp', 'turns:a:443?transport=tcp'] }] },
    });
    expect((await ask('/v1/webrtc-offer', offerInit())).status).toBe(200);
  });

  it('what is none of them is refused in the same words', async () => {
    expect(codeOf((await ask('/v1/nowhere')).body)).toBe('not_found');
    expect(codeOf((await ask('/v1/config', { method: 'POST' })).body)).toBe('method_not_allowed');
  });

  it('a stranger off localhost is refused until the owner has said who may come', async () => {
    const answer = await artifact.dispatch('https://sightline.example/v1/webrtc-turn-config/twilio');
    expect([answer.status, codeOf(await answer.json())]).toEqual([503, 'access_not_configured']);
  });
});
