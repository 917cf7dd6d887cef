import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundleParts } from '../../kit/process/functionsBuild';
import { type Artifact, bootArtifact } from '../../kit/stack/artifact';
import { startTwilio, type TwilioMode, type TwilioStandin } from '../../kit/standins/twilio';
import { startUpstream, type Upstream } from '../../kit/standins/upstream';
import { codeOf, offerInit, TWILIO_ENV } from '../../proxy/testing';

const CANARY = 'c4n4ry';
const place = { host: 'localhost', ports: { udp: 3478, tcp: 3478, tls: 443 } };
let twilio: TwilioStandin;
let worker: Upstream;
let artifact: Artifact;

beforeAll(async () => {
  const authToken = `${CANARY}-twilio`;
  twilio = await startTwilio({
    accountSid: TWILIO_ENV.TWILIO_ACCOUNT_SID,
    authToken,
    coturnSecret: CANARY,
    relay: place,
    untrusted: { ...place, host: '127.0.0.1' },
  });
  worker = await startUpstream();
  artifact = await bootArtifact({
    ...TWILIO_ENV,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: twilio.url,
    CLOUDFLARE_TURN_KEY_ID: 'key1',
    CLOUDFLARE_TURN_API_TOKEN: CANARY,
    CLOUDFLARE_TURN_API_URL: worker.url,
    COTURN_URLS: 'turn:127.0.0.1:3478?transport=tcp',
    COTURN_SECRET: CANARY,
    ROBOFLOW_API_KEY: CANARY,
    ROBOFLOW_SERVER_URL: worker.url,
    ROBOFLOW_WORKSPACE: 'ws',
    FAST_WORKFLOW_ID: 'fast-1',
    WORKER_STUN_URLS: 'stun:w:3478',
  });
});
afterAll(async () => {
  await artifact?.stop();
  await twilio?.close();
  await worker?.close();
});
beforeEach(() => twilio.setMode('ok'));

const ask: Artifact['ask'] = (path, init) => artifact.ask(path, init);

describe('Twilio, by its client’s token resource, in workerd', () => {
  it('answers, and only this route pays for it', async () => {
    const config = await timed(() => ask('/v1/config'));
    const first = await timed(() => ask('/v1/webrtc-turn-config/twilio'));
    const next = await timed(() => ask('/v1/webrtc-turn-config/twilio'));
    for (const { result } of [first, next]) {
      expect(result.status).toBe(200);
      expect(result.body).toMatchObject({
        iceServers: [
          { urls: ['stun:localhost:3478'] },
          {
            urls: [
              'turn:localhost:3478?transport=udp',
              'turns:localhost:443?transport=tcp',
              'turn:localhost:443?transport=tcp',
            ],
            username: expect.any(String),
            credential: expect.any(String),
          },
        ],
        expiresInSeconds: 900,
      });
    }
    expect(twilio.requests.at(-1)).toMatchObject({ authorized: true, method: 'POST', body: 'Ttl=900' });
    console.log(`workerd: config ${config.ms} ms, Twilio first ${first.ms} ms, next ${next.ms} ms`);
  });

  it.each([
    ['401', 502, 'turn_unauthorized'],
    ['429', 503, 'turn_rate_limited'],
    ['500', 502, 'turn_unavailable'],
    ['nonsense', 502, 'turn_bad_answer'],
    // The deadline of 8 s is the real one here: timers and aborts in workerd are in question.
    ['hang', 504, 'turn_timeout'],
  ] as [TwilioMode, number, string][])('%s becomes %i %s', async (mode, status, code) => {
    twilio.setMode(mode);
    const answer = await ask('/v1/webrtc-turn-config/twilio');
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
    twilio.setMode('ok');
    expect((await ask('/v1/webrtc-turn-config/twilio')).status).toBe(200);
  });
});

describe('every route', () => {
  it('config', async () => {
    const { status, body } = await ask('/v1/config');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      enhanced: { available: true, provider: 'twilio', iceTransportPolicy: 'all' },
      workflows: { fast: { available: true, id: 'fast-1' }, accurate: { available: false } },
    });
  });

  it('the other relay lists', async () => {
    worker.answer({
      status: 201,
      body: { iceServers: [{ urls: ['turn:cf:3478?transport=udp'], username: 'u', credential: 'c' }] },
    });
    const cloudflare = await ask('/v1/webrtc-turn-config/cloudflare');
    expect(cloudflare.body).toMatchObject({
      iceServers: [{ urls: ['turn:cf:3478?transport=udp', 'turns:cf:443?transport=tcp'] }],
    });
    const coturn = await ask('/v1/webrtc-turn-config/coturn');
    expect(coturn.body).toMatchObject({ iceServers: [{ urls: ['turn:127.0.0.1:3478?transport=tcp'] }] });
    const plain = await ask('/v1/webrtc-turn-config');
    expect(plain.body).toEqual({ iceServers: [{ urls: ['stun:stun.l.google.com:19302'] }] });
  });

  it('offer', async () => {
    worker.answer({ status: 200, body: { sdp: 'v=0\r\n', type: 'answer', context: null } });
    const answer = await ask('/v1/webrtc-offer', offerInit({ requestedPlan: 'webrtc-gpu-medium' }));
    expect([answer.status, answer.body]).toEqual([
      200,
      { sdp: 'v=0\r\n', type: 'answer', context: { request_id: null, pipeline_id: null } },
    ]);
    expect(JSON.parse(worker.requests.at(-1)!.body)).toMatchObject({ requested_plan: 'webrtc-gpu-medium' });
  });

  it('infer, with a photo of the largest size', async () => {
    worker.answer({ status: 200, body: { outputs: [{}] } });
    const photo = new Uint8Array(4 * 1024 * 1024);
    photo.set([0xff, 0xd8, 0xff]);
    const init = { method: 'POST', headers: { 'Content-Type': 'image/jpeg' } };
    const { result, ms } = await timed(() => ask('/v1/infer?workflow=fast', { ...init, body: photo }));
    expect([result.status, result.body]).toEqual([200, { outputs: [{}] }]);
    expect(JSON.parse(worker.requests.at(-1)!.body)).toMatchObject({
      inputs: { image: { type: 'base64', value: Buffer.from(photo).toString('base64') } },
    });
    console.log(`workerd: a photo of 4 MiB in ${ms} ms`);
    const larger = await ask('/v1/infer', { ...init, body: new Uint8Array(photo.length + 1) });
    expect([larger.status, codeOf(larger.body)]).toEqual([413, 'payload_too_large']);
  });

  it.each([
    ['/v1/nowhere', 'GET', 404, 'not_found'],
    ['/v1/session', 'POST', 404, 'not_found'],
    ['/v1/webrtc-turn-config/metered', 'GET', 404, 'not_found'],
    ['/v1/config', 'POST', 405, 'method_not_allowed'],
  ])('%s by %s is %i %s', async (path, method, status, code) => {
    const answer = await ask(path, { method });
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(answer.headers.get('Permissions-Policy')).toBe('camera=(self), microphone=(), geolocation=()');
  });

  it('refuses another origin', async () => {
    const answer = await ask('/v1/webrtc-turn-config/twilio', {
      headers: { Origin: 'https://evil.example' },
    });
    expect([answer.status, codeOf(answer.body)]).toEqual([403, 'origin_refused']);
  });
});

describe('in workerd', () => {
  it('a visitor who leaves takes the question to the worker along', async () => {
    worker.answer('hang');
    const before = worker.requests.length;
    const { method, headers, body } = offerInit() as {
      method: string;
      headers: Record<string, string>;
      body: string;
    };
    const visitor = request(`${artifact.url}/v1/webrtc-offer`, { method, headers });
    visitor.on('error', () => {}).end(body);
    await expect.poll(() => worker.requests.length, { timeout: 5000 }).toBe(before + 1);
    // A reset, for workerd takes a bare FIN as half-open; Cloudflare's edge tells it by other means.
    visitor.socket?.resetAndDestroy();
    await expect.poll(() => worker.requests.at(-1)!.abandoned, { timeout: 5000 }).toBe(true);
  });

  it('the log is one JSON line a request, without a secret', () => {
    const lines = artifact
      .printed()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ route: expect.any(String), ms: expect.any(Number) });
    expect(artifact.printed()).not.toContain(CANARY);
  });
});

describe('what Pages gets', () => {
  it('runs the Function for /v1/ alone, so that assets cost nothing', async () => {
    const routes = JSON.parse(await readFile('public/_routes.json', 'utf8')) as unknown;
    expect(routes).toEqual({ version: 1, include: ['/v1/*'], exclude: [] });
    const routing = JSON.parse(await readFile('.artifact/routing.json', 'utf8')) as {
      routes: { mountPath: string }[];
    };
    expect(routing.routes.map(({ mountPath }) => mountPath)).toEqual(['/v1']);
  });

  it('is below the 3 MB of the free plan', async () => {
    const zipped = gzipSync(await readFile('.artifact/functions/index.js')).length;
    const parts = (await bundleParts())
      .slice(0, 8)
      .map(([part, bytes]) => `${part} ${Math.round(bytes / 1024)}`);
    console.log(
      `functions bundle: ${Math.round(zipped / 1024)} KiB gz; source KiB by part: ${parts.join(', ')}`,
    );
    expect(zipped).toBeLessThan(3_000_000);
  });
});

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const startedMs = performance.now();
  const result = await work();
  return { result, ms: Math.round(performance.now() - startedMs) };
}
