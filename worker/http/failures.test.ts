/**
 * No 500 without a reason in the log, and no word of the request in it; what an offer is refused for is said
 * to its client, too.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen, shut } from '../../kit/standins/upstream';
import firefox from '../../protocol/fixtures/firefox-offer.json';
import type { InitialiseRequest } from '../../protocol/worker';
import { Refused, refusedBecause } from '../ipc/refused';
import { createMetrics } from '../metrics/metrics';
import type { ProcessPool } from '../sessions/process-pool';
import { Sessions } from '../sessions/sessions';
import { post, requestFor } from '../testing/client';
import { postOffer, startWith } from '../testing/harness';
import { Bodies } from './bodies';
import { ColdStart } from './cold-start';
import { createHttpServer } from './server';
import type { Services } from './services';

const logged: string[] = [];
beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation((...words) => void logged.push(words.join(' ')));
});
afterEach(() => {
  vi.restoreAllMocks();
  logged.splice(0);
});

const { sdp } = firefox;
const secrets = [...sdp.matchAll(/a=(?:ice-pwd|ice-ufrag|fingerprint):(?:sha-256 )?(\S+)/g)].map(
  ([, value]) => value!,
);

function expectNoSecrets(text: string): void {
  for (const secret of [...secrets, 'k3y-of-a-test']) expect(text).not.toContain(secret);
}

const worker = await startWith({});

describe('a real worker', () => {
  const offer = (changed: string, changes: Partial<InitialiseRequest> = {}): InitialiseRequest => ({
    ...requestFor(changed, changes),
    api_key: 'k3y-of-a-test',
  });

  it.each<[string, InitialiseRequest, RegExp]>([
    ['an SDP that is none', offer('v=0'), /no SDP with media in it\.$/],
    ['an answer', offer(sdp, { webrtc_offer: { type: 'answer', sdp } }), /no SDP with media in it\.$/],
    [
      'an ICE URL that is none',
      offer(sdp, { webrtc_config: { iceServers: [{ urls: ['k3y-of-a-test'] }] } }),
      /the URL of an ICE server is not understood\.$/,
    ],
    ['no time', offer(sdp, { processing_timeout: 0 }), /processing_timeout is not above 0\.$/],
    [
      'no workflow',
      offer(sdp, { workflow_configuration: { type: 'WorkflowConfiguration' } }),
      /neither a specification nor a workspace and a workflow/,
    ],
  ])('says why it answers 500 to %s', async (_, request, words) => {
    const { status, body } = await postOffer(worker.url, request);
    expect([status, body]).toEqual([500, { message: 'Internal error.' }]);
    expect(logged).toEqual([expect.stringMatching(/^worker: 500, \S/)]);
    expect(logged[0]).toMatch(words);
    expectNoSecrets(logged.join());
  });

  const PWD = /a=ice-pwd:.*\r\n/g;
  it.each<[string, string, RegExp]>([
    ['no fingerprint', sdp.replace(/a=fingerprint.*\r\n/, ''), /Called with SDP without DTLS fingerprint/],
    [
      'a fingerprint of another size',
      sdp.replace(/a=fingerprint.*/, 'a=fingerprint:sha-256 00'),
      /fingerprint/,
    ],
    ['no ICE password', sdp.replace(PWD, ''), /ice-ufrag and ice-pwd/],
    ['too short a password', sdp.replace(PWD, 'a=ice-pwd:k3y-of-a-test\r\n'), /ICE pwd must be between/],
    ['the same mid twice', sdp.replace('a=mid:1', 'a=mid:0'), /Duplicate a=mid value '0'/],
    ['a candidate without a port', sdp.replace('58150', '99999'), /Invalid port number/],
    [
      'a number that is none',
      sdp.replace('rtpmap:120 VP8/90000', 'rtpmap:120 VP8/k3y-of-a-test'),
      /Invalid value/,
    ],
  ])(
    'says to its client and in its log what is wrong with an offer that has %s',
    async (_, changed, words) => {
      const { status, body } = await postOffer(worker.url, offer(changed));
      expect(status).toBe(400);
      expect(body).toEqual({
        message: expect.stringMatching(/^The offer cannot be answered: \S/),
        error_type: 'WebRTCConfigurationError',
      });
      expect(body.message).toMatch(words);
      expect(logged).toEqual([
        `worker: 400, the offer cannot be answered: ${String(body.message).slice(30)}`,
      ]);
      expectNoSecrets(logged.join() + JSON.stringify(body));
    },
  );
});

/** The real HTTP side before parts that fail as they should never do. */
describe('a worker that is broken within', () => {
  const picture = { inputs: { image: { type: 'base64', value: 'aGVsbG8=' } }, api_key: 'k3y-of-a-test' };
  const metrics = createMetrics();
  let broken: { find?: unknown; photo?: Error; begin?: ProcessPool['begin'] } = {};
  const services: Services = {
    bodies: new Bodies(),
    settings: { apiKeys: null, stunUrl: null, hosts: [] },
    registry: {
      find() {
        if (broken.find) throw broken.find;
        const fail = () => Promise.reject(broken.photo ?? new Error('unused'));
        return {
          outputs: ['predictions'],
          imageInput: 'image',
          detector: { detectPhoto: fail, detectNewest: fail },
          begin: () => () => ({ values: {}, thingsOf: () => [] }),
        };
      },
      describe: () => expect.unreachable(),
    },
    sessions: new Sessions({
      limit: 3,
      gzip: true,
      metrics,
      processes: {
        begin: (...all: Parameters<ProcessPool['begin']>) => broken.begin!(...all),
      } as ProcessPool,
    }),
    coldStart: new ColdStart(0),
    metrics,
    painter: {
      warm() {},
      paintFrame: () => Promise.reject(),
      paintPhoto: () => Promise.reject(),
      close: async () => {},
    } as never,
  };
  const server = createHttpServer(services);
  let url = '';
  beforeAll(async () => {
    url = await listen(server, 0);
  });
  afterAll(() => shut(server));
  afterEach(() => {
    broken = {};
  });

  const askOffer = () => postOffer(url, { ...requestFor(sdp), api_key: 'k3y-of-a-test' });
  const askPhoto = () =>
    post(`${url}/any/workflows/codes`, picture).then(async (response) => ({
      status: response.status,
      body: await response.json(),
    }));
  /** A session that ends with nothing but this said of it. */
  const ending =
    (refused: Refused): ProcessPool['begin'] =>
    (_request, onEnd) => {
      queueMicrotask(onEnd);
      return { answer: Promise.reject(refused), end() {} };
    };
  const dying = ending(refusedBecause('broken', 'the session ended before its answer was ready.'));
  const saying = (words: { kind: 'broken'; why: string }) => ending(new Refused(words));

  it.each<[string, typeof broken, () => Promise<{ status: number; body: unknown }>, RegExp]>([
    [
      'a mistake in an offer’s way',
      { find: new TypeError(`quotes ${sdp} k3y-of-a-test`) },
      askOffer,
      /unexpected TypeError( in \w+)?\.$/,
    ],
    [
      'a mistake in a photo’s way',
      { find: new RangeError('k3y-of-a-test') },
      askPhoto,
      /unexpected RangeError( in \w+)?\.$/,
    ],
    ['something thrown that is no error', { find: 'k3y-of-a-test' }, askPhoto, /unexpected string\.$/],
    [
      'a thread that died over a photo',
      { photo: new Error('The detection thread ended.') },
      askPhoto,
      /photo could not be looked at: The detection thread ended\.$/,
    ],
    ['a session whose process died', { begin: dying }, askOffer, /ended before its answer was ready\.$/],
    [
      'a session that could not be made',
      { begin: saying({ kind: 'broken', why: 'the session could not be started: unexpected TypeError.' }) },
      askOffer,
      /could not be started: unexpected TypeError\.$/,
    ],
    [
      'a process that cannot be had',
      {
        begin: () => {
          throw new Error('k3y-of-a-test');
        },
      },
      askOffer,
      /unexpected Error( in [\w.]+)?\.$/,
    ],
  ])('%s is a 500, and one line in the log', async (_, fault, ask, words) => {
    broken = fault;
    const { status, body } = await ask();
    expect([status, body]).toEqual([500, { message: 'Internal error.' }]);
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatch(/^worker: 500, /);
    expect(logged[0]).toMatch(words);
    expectNoSecrets(logged.join());
  });
});
