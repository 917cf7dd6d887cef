/**
 * Stands in for api.twilio.com: its Network Traversal Service with the exact JSON, whose credentials are valid on a coturn with
 * `use-auth-secret`. Shapes: twilio.com/docs/stun-turn/api and twilio.com/docs/usage/twilios-response.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listen, readBody, shut } from './upstream';

export const TWILIO_MODES = [
  'ok',
  '401',
  '429',
  '500',
  'nonsense',
  'hang',
  'unreachable',
  'untrusted',
] as const;
export type TwilioMode = (typeof TWILIO_MODES)[number];

/** Where a relay listens. Twilio's own: 3478 over UDP and TCP, and 443 over plain TCP (TLS answers there too). */
export type RelayPlace = { host: string; ports: { udp: number; tcp: number; tls: number } };

export type TwilioOptions = {
  /** 0 takes a free one. */
  port?: number;
  accountSid: string;
  authToken: string;
  /** coturn's static-auth-secret. */
  coturnSecret: string;
  relay: RelayPlace;
  /** What mode 'unreachable' names. The proxy adds `turns:HOST:443`, so the HOST too must be one where nothing listens:
   * by default an address of the loopback net that no coturn bound to 127.0.0.1 answers on. */
  unreachable?: RelayPlace;
  /** What mode 'untrusted' names: a host for which coturn's certificate is not valid, such as 127.0.0.1 for "localhost". */
  untrusted?: RelayPlace;
};

/** One call as it came in; the Authorization header is judged and not kept. */
export type TwilioRequest = {
  method: string;
  path: string;
  authorized: boolean;
  contentType: string;
  body: string;
};

export type TwilioStandin = {
  /** For TWILIO_API_URL. */
  url: string;
  requests: TwilioRequest[];
  /** Over HTTP the same is `POST {url}/__mode/{mode}`. */
  setMode(mode: TwilioMode): void;
  close(): Promise<void>;
};

const NOWHERE: RelayPlace = { host: '127.0.0.9', ports: { udp: 9, tcp: 9, tls: 9 } };

export async function startTwilio(options: TwilioOptions): Promise<TwilioStandin> {
  const requests: TwilioRequest[] = [];
  let mode: TwilioMode = 'ok';
  const setMode = (next: TwilioMode) => {
    mode = next;
  };
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const switched = control(request, response);
      if (switched) return setMode(switched);
      if (response.writableEnded) return;
      const seen = judge(request, body, options);
      requests.push(seen);
      answer(response, mode, seen, options);
    });
  });
  return { url: await listen(server, options.port ?? 0), requests, setMode, close: () => shut(server) };
}

/** Serves `/__mode/{mode}`: the mode asked for, or nothing where this is another path. */
function control(request: IncomingMessage, response: ServerResponse): TwilioMode | undefined {
  const asked = /^\/__mode\/(\w+)$/.exec(request.url ?? '')?.[1];
  if (asked === undefined) return undefined;
  const mode = TWILIO_MODES.find((known) => known === asked);
  response.writeHead(request.method !== 'POST' ? 405 : mode ? 204 : 404).end();
  return request.method === 'POST' ? mode : undefined;
}

function judge(request: IncomingMessage, body: string, options: TwilioOptions): TwilioRequest {
  const wanted = `Basic ${Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64')}`;
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    authorized: same(request.headers.authorization ?? '', wanted),
    contentType: request.headers['content-type'] ?? '',
    body,
  };
}

function answer(
  response: ServerResponse,
  mode: TwilioMode,
  seen: TwilioRequest,
  options: TwilioOptions,
): void {
  if (mode === 'hang') return;
  if (mode === 'nonsense') {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Welcome</title>');
    return;
  }
  const failure = failureOf(mode, seen, options);
  if (failure) return send(response, failure.status, failure);
  const ttl = /^Ttl=(\d+)$/.exec(seen.body)?.[1] ?? '86400';
  send(response, 201, token(Number(ttl), place(mode, options), options));
}

type TwilioError = { code: number; detail?: string; message: string; more_info: string; status: number };

/** The failure of the mode, or the one that the call deserves: checked byte for byte as the real client writes it. */
function failureOf(mode: TwilioMode, seen: TwilioRequest, options: TwilioOptions): TwilioError | undefined {
  if (mode === '401' || !seen.authorized)
    return {
      code: 20003,
      detail: 'Your AccountSid or AuthToken was incorrect.',
      message: 'Authenticate',
      more_info: 'https://www.twilio.com/docs/errors/20003',
      status: 401,
    };
  if (mode === '429') return error(429, 20429, 'Too Many Requests');
  if (mode === '500') return error(500, 20500, 'Internal Server Error');
  if (seen.path !== `/2010-04-01/Accounts/${options.accountSid}/Tokens.json`)
    return error(404, 20404, `The requested resource ${seen.path} was not found`);
  if (seen.method !== 'POST') return error(405, 20004, 'Method not allowed');
  const form = seen.contentType === 'application/x-www-form-urlencoded' && /^(Ttl=\d{1,5})?$/.test(seen.body);
  return form && Number(seen.body.slice(4)) <= 86400 ? undefined : error(400, 20001, 'Invalid Ttl');
}

function error(status: number, code: number, message: string): TwilioError {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}

/** @throws Error where the mode has no place: a test that forgot to say which. */
function place(mode: TwilioMode, options: TwilioOptions): RelayPlace {
  if (mode === 'unreachable') return options.unreachable ?? NOWHERE;
  if (mode !== 'untrusted') return options.relay;
  if (!options.untrusted) throw new Error('startTwilio: mode "untrusted" needs options.untrusted.');
  return options.untrusted;
}

/** `Token` of the API 2010-04-01: `ttl` is text, dates are RFC 2822, each server has `url` and `urls` with the same text. */
function token(ttlSeconds: number, { host, ports }: RelayPlace, options: TwilioOptions) {
  const username = `${Math.floor(Date.now() / 1000) + ttlSeconds}:${randomBytes(8).toString('hex')}`;
  const password = createHmac('sha1', options.coturnSecret).update(username).digest('base64');
  const now = new Date().toUTCString().replace('GMT', '+0000');
  const stun = `stun:${host}:${ports.udp}`;
  const relay = (url: string) => ({ url, username, credential: password, urls: url });
  return {
    username,
    ice_servers: [
      { url: stun, urls: stun },
      relay(`turn:${host}:${ports.udp}?transport=udp`),
      relay(`turn:${host}:${ports.tcp}?transport=tcp`),
      relay(`turn:${host}:${ports.tls}?transport=tcp`),
    ],
    date_updated: now,
    account_sid: options.accountSid,
    ttl: String(ttlSeconds),
    date_created: now,
    password,
  };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
