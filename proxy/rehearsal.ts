/**
 * Walks the routes once while the script loads, with nobody there: no socket, no clock, no database, no
 * variable of the deployment. V8 compiles a function when it is first called, and that is two thirds of what
 * a fresh isolate's first request costs. Pages' free plan gives a request 10 ms of CPU; the script's own
 * evaluation is not part of them and may take a second (developers.cloudflare.com/workers/platform/limits).
 * `npm run bench:edge` prints what is left.
 */
import type { D1Database } from '@cloudflare/workers-types';
import { ROUTES } from '../protocol/api';
import type { Deps } from './context';
import { sessionCookie, signerOf } from './guard/session';
import { createApp } from './index';
import type { Env } from './settings/env';

const ORIGIN = 'https://rehearsal.invalid';
const NOBODY = '00000000-0000-4000-8000-000000000000';
const NOW_MS = 1000;
/** Known to everybody, and good for nothing: requests are judged by the deployment's own. */
const SECRET = 'rehearsal'.repeat(4);

const RELAY = { urls: ['turns:relay.invalid:443?transport=tcp'], username: 'u', credential: 'c' };
const ANSWER = { iceServers: [RELAY], ice_servers: [RELAY], sdp: 'v=0', type: 'answer', outputs: [{}] };

const SDP = [
  'v=0',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'a=ice-ufrag:u',
  'a=ice-pwd:p',
  'a=fingerprint:sha-256 00',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  '',
].join('\r\n');
const OFFER = {
  offer: { type: 'offer', sdp: SDP },
  wrtcParams: { workflowId: 'fast', processingTimeout: 60 },
};

/** In the place of a database: grants everything. */
const rows = { results: [{ scope: 'everyone', used: 2 }] };
const statement = {
  bind: () => statement,
  all: async () => rows,
  first: async () => null,
  run: async () => rows,
};
const DB = { prepare: () => statement } as unknown as D1Database;

const ENV: Env = {
  DB,
  SESSION_SECRET: SECRET,
  ACCESS_CODE: SECRET,
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: SECRET,
  ROBOFLOW_SERVER_URL: ORIGIN,
  ROBOFLOW_API_KEY: SECRET,
  ROBOFLOW_WORKSPACE: 'nobody',
  FAST_WORKFLOW_ID: 'fast',
};
const WITHOUT: Env = { ...ENV, DB: undefined };

const DEPS: Partial<Deps> = {
  fetch: async () =>
    ({ status: 200, headers: new Headers(), text: async () => JSON.stringify(ANSWER) }) as Response,
  log: (line) => void JSON.stringify(line),
  notice: () => {},
  now: () => NOW_MS,
  requestId: () => NOBODY,
  // Out of bounds while a script loads.
  edgeCache: () => null,
};

/** A plain object: workerd makes no Request with a signal outside of a request. */
function ask(method: string, path: string, cookie: string, body: Uint8Array, type: string): Request {
  const signal = { aborted: false, throwIfAborted() {}, addEventListener() {}, removeEventListener() {} };
  const headers = new Headers({
    Cookie: cookie,
    'CF-Connecting-IP': '192.0.2.1',
    'Content-Length': String(body.length),
    'Content-Type': type,
    'Sec-Fetch-Site': 'same-origin',
  });
  const request = {
    url: `${ORIGIN}${path}`,
    method,
    headers,
    signal,
    body: method === 'GET' ? null : {},
    text: async () => new TextDecoder().decode(body),
    arrayBuffer: async () => body.buffer,
  };
  return request as unknown as Request;
}

/**
 * In workerd each walk ends where a Response or a timer would be made, for which there must be a request;
 * that is most of the way. Elsewhere they go on to the end. Only microtasks are waited for, so a script that
 * does not await this has it done when it is loaded.
 * @returns the status of each walk, null where it ended early.
 */
export async function rehearse(): Promise<(number | null)[]> {
  const session = { id: NOBODY, sinceMs: 0, untilMs: NOW_MS + 1 };
  const cookie = (await sessionCookie(signerOf(ENV), session, NOW_MS)).split(';')[0] ?? '';
  const app = createApp(DEPS);
  const json = new TextEncoder().encode(JSON.stringify(OFFER));
  const requests = [
    ask('GET', ROUTES.config, cookie, new Uint8Array(), ''),
    ask('GET', `${ROUTES.turn}/twilio`, cookie, new Uint8Array(), ''),
    ask('POST', ROUTES.offer, cookie, json, 'application/json'),
    ask('POST', ROUTES.infer, cookie, Uint8Array.of(0xff, 0xd8, 0xff), 'image/jpeg'),
  ];
  const statuses: (number | null)[] = [];
  // With a database a walk ends at its deadline, which is a timer; without one it goes on to the upstream.
  const walks = requests.flatMap((request) => [ENV, WITHOUT].map((env) => ({ request, env })));
  for (const { request, env } of walks)
    statuses.push(
      await Promise.resolve(app.fetch(request, env)).then(
        ({ status }) => status,
        () => null,
      ),
    );
  return statuses;
}
