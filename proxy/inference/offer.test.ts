import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { type Answer, startUpstream } from '../../kit/standins/upstream';
import { ROUTES } from '../../protocol/api';
import { initialiseRequest } from '../../protocol/worker';
import { DEPS } from '../context';
import type { Env } from '../settings/env';
import { codeOf, offerInit, SDP, testApp } from '../testing';

const worker = await startUpstream();
afterAll(() => worker.close());

const GOOD: Answer = {
  status: 200,
  body: {
    status: 'success',
    context: { request_id: null, pipeline_id: null },
    sdp: 'v=0\r\n',
    type: 'answer',
    extra: 'c4n4ry',
  },
};
const env = (more: Env = {}): Env => ({
  ROBOFLOW_API_KEY: 'key1',
  ROBOFLOW_SERVER_URL: `${worker.url}/`,
  ROBOFLOW_WORKSPACE: 'ws',
  FAST_WORKFLOW_ID: 'fast-1',
  ACCURATE_WORKFLOW_ID: 'accurate-1',
  WORKER_STUN_URLS: 'stun:w:3478',
  ...more,
});
const sent = () => JSON.parse(worker.requests.at(-1)!.body) as Record<string, unknown>;

describe('what the worker is asked', () => {
  it('is made here, field by field, whatever the client wrote', async () => {
    worker.answer(GOOD);
    const wish = {
      workflowId: 'accurate-1',
      requestedPlan: 'webrtc-gpu-medium',
      processingTimeout: 1e9,
      workflowSpec: { version: '1.0' },
      workspaceName: 'another',
      rtspUrl: 'rtsp://169.254.169.254/',
      iceServers: [{ urls: ['turn:theirs:3478'], username: 'u', credential: 'c' }],
      threadPoolWorkers: 99,
      requestedRegion: 'ap',
      streamOutputNames: ['image'],
      dataOutputNames: ['image'],
      realtimeProcessing: false,
    };
    const answer = await testApp(env()).ask(ROUTES.offer, offerInit(wish));
    expect(answer).toEqual({
      status: 200,
      body: { sdp: 'v=0\r\n', type: 'answer', context: { request_id: null, pipeline_id: null } },
    });
    expect(worker.requests.at(-1)).toMatchObject({ method: 'POST', path: '/initialise_webrtc_worker' });
    expect(sent()).toEqual({
      api_key: 'key1',
      workflow_configuration: {
        type: 'WorkflowConfiguration',
        workspace_name: 'ws',
        workflow_id: 'accurate-1',
        image_input_name: 'image',
      },
      webrtc_offer: { type: 'offer', sdp: SDP },
      webrtc_config: { iceServers: [{ urls: ['stun:w:3478'] }] },
      webrtc_realtime_processing: true,
      stream_output: [],
      data_output: ['*'],
      processing_timeout: 600,
      requested_plan: 'webrtc-gpu-medium',
    });
    expect(v.safeParse(initialiseRequest, sent()).success).toBe(true);
  });

  it.each([
    [undefined, {}, { processing_timeout: 600, requested_plan: 'webrtc-gpu-small' }],
    [{ processingTimeout: 90.7 }, {}, { processing_timeout: 90 }],
    [{ workflowId: null, requestedPlan: null, processingTimeout: null }, {}, { processing_timeout: 600 }],
    [{}, { WORKER_STUN_URLS: '' }, { webrtc_config: null }],
    [{ declaredFps: 29.97 }, {}, { declared_fps: 29.97 }],
    [{ picture: true }, {}, { stream_output: null }],
    [{ picture: 'output_image' }, {}, { stream_output: ['output_image'] }],
    [{ picture: 'Bild 2-größer' }, {}, { stream_output: ['Bild 2-größer'] }],
    [{ picture: 'x'.repeat(64) }, {}, { stream_output: ['x'.repeat(64)] }],
    [{ streamOutputNames: ['image'] }, {}, { stream_output: [] }],
    [{}, { ROBOFLOW_API_KEY: '', ROBOFLOW_WORKSPACE: '' }, { api_key: 'local' }],
  ] as [unknown, Env, Record<string, unknown>][])('%j with %j has %j', async (params, more, wanted) => {
    worker.answer(GOOD);
    await testApp(env(more)).ask(ROUTES.offer, offerInit(params));
    expect(sent()).toMatchObject({ ...wanted, workflow_configuration: { workflow_id: 'fast-1' } });
  });

  it.each([0, -30, 1e9, '30', null, {}])('a rate of %j is passed over', async (declaredFps) => {
    worker.answer(GOOD);
    const answer = await testApp(env()).ask(ROUTES.offer, offerInit({ declaredFps }));
    expect(answer.status).toBe(200);
    expect(sent()).not.toHaveProperty('declared_fps');
  });
});

describe('what never reaches the worker', () => {
  const without = (line: RegExp) => SDP.replaceAll(line, '');
  it.each([
    ['no JSON', { body: '{' }, 400, 'bad_request'],
    ['no offer', { body: '{}' }, 400, 'bad_offer'],
    ['an answer', { body: JSON.stringify({ offer: { type: 'answer', sdp: SDP } }) }, 400, 'bad_offer'],
    ['no SDP', offerInit({}, 'hello'), 400, 'bad_offer'],
    ['no video', offerInit({}, without(/m=video.*\r\n/g)), 400, 'bad_offer'],
    ['two videos', offerInit({}, `${SDP}m=video 9 UDP/TLS/RTP/SAVPF 96\r\n`), 400, 'bad_offer'],
    ['no data channel', offerInit({}, without(/m=application.*\r\n/g)), 400, 'bad_offer'],
    ['no ICE user', offerInit({}, without(/a=ice-ufrag.*\r\n/g)), 400, 'bad_offer'],
    ['no fingerprint', offerInit({}, without(/a=fingerprint.*\r\n/g)), 400, 'bad_offer'],
    ['an unknown plan', offerInit({ requestedPlan: 'webrtc-gpu-large' }), 400, 'bad_request'],
    ['a time in words', offerInit({ processingTimeout: 'long' }), 400, 'bad_request'],
    ['no time at all', offerInit({ processingTimeout: 0 }), 400, 'bad_request'],
    ...[
      '',
      ' ',
      ' a',
      'a  b',
      'a\nb',
      '$steps.a',
      '../a',
      '<b>',
      'x'.repeat(65),
      1,
      false,
      null,
      ['a'],
      {},
    ].map((picture) => [
      `the picture ${JSON.stringify(picture)}`,
      offerInit({ picture }),
      400,
      'bad_request',
    ]),
    ['another workflow', offerInit({ workflowId: 'theirs' }), 400, 'workflow_not_offered'],
    ['too much', offerInit({}, SDP + 'a=x\r\n'.repeat(20_000)), 413, 'payload_too_large'],
    [
      'too much, and says so',
      { ...offerInit(), headers: { 'Content-Length': '65537' } },
      413,
      'payload_too_large',
    ],
  ] as [string, RequestInit, number, string][])('%s', async (_, init, status, code) => {
    const before = worker.requests.length;
    const answer = await testApp(env()).ask(ROUTES.offer, { method: 'POST', ...init });
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
    expect(worker.requests.length).toBe(before);
  });

  it('an account without a key', async () => {
    const hosted = { ROBOFLOW_SERVER_URL: '', ROBOFLOW_API_KEY: '' };
    const answer = await testApp(env(hosted)).ask(ROUTES.offer, offerInit());
    expect([answer.status, codeOf(answer.body)]).toEqual([503, 'not_configured']);
    expect(JSON.stringify(answer.body)).toContain('ROBOFLOW_API_KEY is missing');
  });
});

it('no worker is made to knock at its own machine for a visitor; what an honest page offers goes on as it is', async () => {
  worker.answer(GOOD);
  const candidate = (address: string, rest = 'udp 1 ADDRESS 9 typ host') =>
    `a=candidate:1 1 ${rest.replace('ADDRESS', address)}\r\n`;
  const honest = `${SDP}${candidate('192.168.1.20')}${candidate('203.0.113.9').repeat(24)}a=end-of-candidates\r\n`;
  const hostile = ['127.0.0.1', '::ffff:7f00:1', '169.254.169.254', 'localhost'].map((each) =>
    candidate(each),
  );
  const tcp = candidate('10.0.0.1', 'tcp 1 ADDRESS 22 typ host tcptype passive');
  await testApp(env()).ask(ROUTES.offer, offerInit({}, honest + hostile.join('') + tcp));
  expect(sent().webrtc_offer).toEqual({ type: 'offer', sdp: honest });
});

describe('what the worker answers', () => {
  const message = { message: 'c4n4ry' };
  it.each([
    [422, { detail: [{ input: 'c4n4ry' }] }, 502, 'worker_refused_offer'],
    [400, { ...message, error_type: 'WebRTCConfigurationError' }, 502, 'worker_refused_offer'],
    [400, { ...message, error_type: 'WorkflowSyntaxError' }, 502, 'workflow_refused'],
    [400, { message: 'Roboflow API key needs to be provided' }, 502, 'worker_unauthorized'],
    [400, message, 502, 'worker_refused_offer'],
    [401, message, 502, 'worker_unauthorized'],
    [402, { ...message, error_type: 'CreditsExceededError' }, 503, 'worker_out_of_credits'],
    [404, message, 502, 'workflow_not_found'],
    [423, message, 503, 'worker_paused'],
    [429, { ...message, error_type: 'WorkspaceStreamQuotaError' }, 503, 'worker_too_many_streams'],
    [500, message, 502, 'worker_failed'],
    [502, message, 502, 'worker_plan_unknown'],
    [502, '<html>c4n4ry</html>', 502, 'worker_failed'],
    [504, message, 504, 'worker_timeout'],
    [307, '', 502, 'worker_bad_answer'],
    [418, '', 502, 'worker_bad_answer'],
    [200, '<html>c4n4ry</html>', 502, 'worker_bad_answer'],
    [200, { sdp: 'c4n4ry', type: 'answer' }, 502, 'worker_bad_answer'],
    [200, { sdp: 'v=0', type: 'offer' }, 502, 'worker_bad_answer'],
  ] as [number, unknown, number, string][])('%i %j becomes %i %s', async (given, body, status, code) => {
    worker.answer({ status: given, body, headers: { Location: `${worker.url}/elsewhere` } });
    const app = testApp(env());
    const answer = await app.ask(ROUTES.offer, offerInit());
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
    expect(app.lines[0]).toMatchObject({ code, status, upstreamStatus: given });
    expect(JSON.stringify([answer, app.lines])).not.toContain('c4n4ry');
    expect(worker.requests.at(-1)!.path).toBe('/initialise_webrtc_worker');
  });

  it('a full account says when to come back', async () => {
    worker.answer({ status: 429, body: {} });
    const response = await testApp(env()).request(ROUTES.offer, offerInit());
    expect(response.headers.get('Retry-After')).toBe('10');
    expect(await response.json()).toMatchObject({ error: { retryAfterMs: 10_000 } });
  });

  it('a missing context is no failure', async () => {
    worker.answer({ status: 200, body: { sdp: 'v=0', type: 'answer', context: 'odd' } });
    const { body } = await testApp(env()).ask(ROUTES.offer, offerInit());
    expect(body).toEqual({ sdp: 'v=0', type: 'answer', context: { request_id: null, pipeline_id: null } });
  });

  it('silence ends at the deadline', async () => {
    worker.answer('hang');
    const deadlines = { ...DEPS.deadlines, offerMs: 100 };
    const answer = await testApp(env(), { deadlines }).ask(ROUTES.offer, offerInit());
    expect([answer.status, codeOf(answer.body)]).toEqual([504, 'worker_timeout']);
    await expect.poll(() => worker.requests.at(-1)!.abandoned).toBe(true);
  });

  it('nobody at the address', async () => {
    const answer = await testApp(env({ ROBOFLOW_SERVER_URL: 'http://127.0.0.1:22099' })).ask(
      ROUTES.offer,
      offerInit(),
    );
    expect([answer.status, codeOf(answer.body)]).toEqual([502, 'worker_unreachable']);
  });

  it('a visitor who leaves takes the question along', async () => {
    worker.answer('hang');
    const before = worker.requests.length;
    const leaving = new AbortController();
    const app = testApp(env());
    const pending = app.request(ROUTES.offer, { ...offerInit(), signal: leaving.signal });
    await expect.poll(() => worker.requests.length).toBe(before + 1);
    leaving.abort();
    await pending;
    expect(app.lines[0]).toMatchObject({ status: 499, code: 'client_gone' });
    await expect.poll(() => worker.requests.at(-1)!.abandoned).toBe(true);
  });
});
