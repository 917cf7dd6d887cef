import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import QRCode from 'qrcode';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import firefox from '../../protocol/fixtures/firefox-offer.json';
import type { InitialiseRequest } from '../../protocol/worker';
import { post, readMetric, untilMetric } from '../testing/client';
import { ACTIVE, offerOf, postOffer, STARTED, startWith } from '../testing/harness';
import { codesFound } from '../workflows/testing/registry';

const worker = await startWith({});

describe('what an offer is refused for', () => {
  const unknown = { type: 'WorkflowConfiguration', workspace_name: 'any', workflow_id: 'x' };
  const saying = (words: string) => ({ message: expect.stringContaining(words) });
  const INTERNAL = { message: 'Internal error.' };
  const FRACTION = { detail: [{ loc: ['body', 'processing_timeout'] }] };

  it.each([
    ['no key', { api_key: null }, 400, saying('api_key')],
    ['an unknown workflow', { workflow_configuration: unknown }, 404, saying('no such workflow')],
    ['an RTSP camera', { rtsp_url: 'rtsp://10.0.0.1/x' }, 400, saying('fetches nothing')],
    ['an MJPEG camera', { mjpeg_url: 'http://10.0.0.1/x' }, 400, saying('fetches nothing')],
    ['a fraction of a second', { processing_timeout: 1.5 }, 422, FRACTION],
    ['no time at all', { processing_timeout: 0 }, 500, INTERNAL],
    ['a bad SDP', { webrtc_offer: { type: 'offer', sdp: 'v=0' } }, 500, INTERNAL],
    ['an answer for an offer', { webrtc_offer: { type: 'answer', sdp: 'v=0' } }, 500, INTERNAL],
    ['a bad ICE server', { webrtc_config: { iceServers: [{ urls: ['nonsense'] }] } }, 500, INTERNAL],
  ])('%s', async (_, changes, status, body) => {
    const answered = await postOffer(worker.url, await offerOf(changes as Partial<InitialiseRequest>));
    expect(answered.status).toBe(status);
    expect(answered.body).toMatchObject(body);
    await untilMetric(worker.url, ACTIVE, 0);
  });

  it('its size, its type, its method and its path', async () => {
    const url = `${worker.url}/initialise_webrtc_worker`;
    expect((await post(url, { api_key: 'x'.repeat(1024 * 1024) })).status).toBe(413);
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(32)),
    });
    const streamed = { body: endless, duplex: 'half' } as RequestInit;
    expect((await post(url, '', streamed)).status).toBe(413);
    expect((await post(url, '{')).status).toBe(422);
    expect((await post(url, '{}', { headers: { 'content-type': 'text/plain' } })).status).toBe(422);
    const get = await fetch(url);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    const lost = await fetch(`${worker.url}/nowhere`);
    expect([lost.status, await lost.json()]).toEqual([404, { detail: 'Not Found' }]);
    expect(await (await fetch(`${worker.url}/readiness`)).json()).toEqual({ status: 'ready' });
  });
});

describe('an offer of Firefox', () => {
  const withLine = (line: string) => firefox.sdp.replace('a=mid:0', `${line}\r\na=mid:0`);

  it.each([
    ['as it came', firefox.sdp],
    ['with parameters of a codec that was taken out', withLine('a=fmtp:122 120/121')],
    ['with feedback of a payload type that cannot be', withLine('a=rtcp-fb:300 nack')],
    ['with a packetization of none', withLine('a=packetization:90 raw')],
  ])('%s is answered', async (_, sdp) => {
    const { status, body } = await postOffer(
      worker.url,
      await offerOf({ webrtc_offer: { type: 'offer', sdp } }),
      { signal: AbortSignal.timeout(20_000) },
    );
    expect(body).toMatchObject({ status: 'success', type: 'answer' });
    expect(status).toBe(200);
    expect(body.sdp).toMatch(/^m=video [1-9]/m);
    // Nobody is at its other end; it gives up by itself (session/lifetime.ts).
  });
});

describe('a photo', () => {
  async function postPhoto(path: string, image: unknown, more: Record<string, unknown> = {}) {
    const response = await post(`${worker.url}${path}`, { api_key: 'local', inputs: { image }, ...more });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  }
  const png = async () => (await QRCode.toBuffer('a photo', { width: 290 })).toString('base64');

  it.each(['/any/workflows/codes', '/infer/workflows/any/codes'])('is read at %s', async (path) => {
    const { status, body } = await postPhoto(path, { type: 'base64', value: await png() });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      outputs: [
        {
          predictions: {
            image: { width: 290, height: 290 },
            predictions: [
              { class: 'qr_code', data: 'a photo', x: expect.closeTo(145, -1), y: expect.closeTo(145, -1) },
            ],
          },
        },
      ],
      profiler_trace: [],
    });
  });

  it.each(['/workflows/run', '/infer/workflows'])(
    'is read by an inline workflow at %s, without a key',
    async (path) => {
      const image = [{ type: 'base64', value: `data:image/png;base64,${await png()}` }];
      const { body } = await postPhoto(path, image, { specification: codesFound(), api_key: null });
      const found = { predictions: [{ class: 'barcode', data: 'a photo' }] };
      expect(body.outputs).toMatchObject([{ found }]);
    },
  );

  const PHOTO_URL = 'https://example.com/a.jpg';
  it.each([
    ['a URL', { type: 'url', value: PHOTO_URL }, /fetches nothing/],
    ['a URL that calls itself base64', { type: 'base64', value: PHOTO_URL }, /fetches nothing/],
    ['what is no picture', { type: 'base64', value: 'aGVsbG8gd29ybGQ=' }, /neither JPEG, PNG nor WebP/],
    ['what is no base64', { type: 'base64', value: '***' }, /not base64/],
    ['another type', { type: 'numpy_object', value: 'x' }, /must be "base64"/],
    ['nothing', undefined, /missing/],
  ])('is refused with 400 for %s', async (_, image, words) => {
    const { status, body } = await postPhoto('/any/workflows/codes', image);
    expect(status).toBe(400);
    expect(body.message).toMatch(words);
  });

  it('may come as plain base64, and says its size where nothing is found in it', async () => {
    const white = await sharp({ create: { width: 60, height: 40, channels: 3, background: '#fff' } });
    const value = (await white.png().toBuffer()).toString('base64');
    for (const image of [value, { value }, { type: 'anything', value }]) {
      const { status, body } = await postPhoto('/any/workflows/codes', image);
      expect(status).toBe(200);
      expect(body.outputs).toEqual([{ predictions: { image: { width: 60, height: 40 }, predictions: [] } }]);
    }
  });

  it('without a specification is a 422 that names it', async () => {
    const { status, body } = await postPhoto('/workflows/run', { type: 'base64', value: await png() });
    expect(status).toBe(422);
    expect(body).toMatchObject({ detail: [{ type: 'missing', loc: ['body', 'specification'] }] });
  });

  it('that is cut off in the middle is refused, and the next one is read', async () => {
    const whole = await png();
    const cut = await postPhoto('/any/workflows/codes', { type: 'base64', value: whole.slice(0, 200) });
    expect(cut).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining('cannot be decoded') },
    });
    expect((await postPhoto('/any/workflows/codes', { type: 'base64', value: whole })).status).toBe(200);
  });
});

describe('the name it is asked by', () => {
  /** fetch sets the Host itself. */
  const ask = (
    url: string,
    headers: Record<string, string>,
    { method = 'GET', body = '' } = {},
  ): Promise<[status: number, body: string]> =>
    new Promise((resolve, reject) => {
      const client = request(url, { method, headers, agent: false }, (response) => {
        text(response).then((said) => resolve([response.statusCode ?? 0, said]), reject);
      });
      client.on('error', reject).end(body);
    });
  const statusFor = (url: string, Host: string, path: string) => ask(url + path, { Host });
  const PATHS = ['/readiness', '/metrics', '/initialise_webrtc_worker', '/nowhere'];

  it.each(['evil.example', 'evil.example:9001', 'localhost.evil.example', 'gpu.local'])(
    '%j is misdirected on every route',
    async (host) => {
      for (const path of PATHS) {
        const [status, body] = await statusFor(worker.url, host, path);
        expect(status).toBe(421);
        expect(JSON.parse(body)).toEqual({ detail: expect.stringContaining('ALLOWED_HOSTS') });
      }
    },
  );

  it.each(['127.0.0.1', 'localhost:9001', '192.168.1.20:9001', '[::1]:9001'])(
    '%s is its own',
    async (host) => {
      expect((await statusFor(worker.url, host, '/readiness'))[0]).toBe(200);
    },
  );

  it('those on its list are, and none besides', async () => {
    const listed = await startWith({ ALLOWED_HOSTS: 'worker.sightline.test, gpu.example' });
    const statuses = ['worker.sightline.test:9001', 'gpu.example', 'evil.example', '127.0.0.1'].map(
      async (host) => (await statusFor(listed.url, host, '/readiness'))[0],
    );
    expect(await Promise.all(statuses)).toEqual([200, 200, 421, 200]);
  });

  it('an offer by a foreign name gets no answer with this machine’s addresses in it', async () => {
    const body = JSON.stringify(await offerOf());
    // Sessions of the tests before this one may still be waiting for their client.
    const started = await readMetric(worker.url, STARTED);
    const headers = { Host: 'evil.example', 'Content-Type': 'application/json' };
    const url = `${worker.url}/initialise_webrtc_worker`;
    const [status, said] = await ask(url, headers, { method: 'POST', body });
    expect(status).toBe(421);
    expect(said).not.toContain('candidate');
    expect(await readMetric(worker.url, STARTED)).toBe(started);
  });
});
