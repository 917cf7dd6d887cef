/**
 * Stands in for api.twilio.com: its Network Traversal Service with the exact JSON, whose credentials are
 * valid on a coturn with `use-auth-secret`. Shapes: twilio.com/docs/stun-turn/api and
 * twilio.com/docs/usage/twilios-response.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { loginFor } from '../process/coturnConfig';
import { type Answer, type SeenRequest, startUpstream } from './upstream';

const FAILURES = ['401', '429', '500', 'nonsense', 'hang'] as const;
const TWILIO_MODES = ['ok', ...FAILURES, 'unreachable', 'untrusted'] as const;
export type TwilioMode = (typeof TWILIO_MODES)[number];

/** Where a relay listens. Twilio's: 3478 over UDP and TCP, 443 over plain TCP (TLS answers too). */
type RelayPlace = { host: string; ports: { udp: number; tcp: number; tls: number } };

type TwilioOptions = {
  /** 0 takes a free one. */
  port?: number;
  accountSid: string;
  authToken: string;
  /** coturn's static-auth-secret. */
  coturnSecret: string;
  relay: RelayPlace;
  /** What mode 'unreachable' names. The proxy adds `turns:HOST:443`, so the HOST too must be one where
   * nothing listens: by default an address of the loopback net that no coturn bound to 127.0.0.1 answers
   * on. */
  unreachable?: RelayPlace;
  /** What mode 'untrusted' names: a host that is not in coturn's certificate, such as 127.0.0.1. */
  untrusted?: RelayPlace;
};

/** One call as it came in; the Authorization header is judged and not kept. */
type TwilioRequest = {
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
  const upstream = await startUpstream({ port: options.port ?? 0 });
  const requests: TwilioRequest[] = [];
  let mode: TwilioMode = 'ok';
  const setMode = (next: TwilioMode) => {
    mode = next;
  };
  upstream.answer((request) => {
    const asked = /^\/__mode\/(\w+)$/.exec(request.path)?.[1];
    if (asked !== undefined) return control(request.method, asked, setMode);
    const seen = judge(request, options);
    requests.push(seen);
    return answer(mode, seen, options);
  });
  return { url: upstream.url, requests, setMode, close: upstream.close };
}

function control(method: string, asked: string, setMode: (mode: TwilioMode) => void): Answer {
  const mode = TWILIO_MODES.find((known) => known === asked);
  if (method !== 'POST') return { status: 405, body: '' };
  if (mode) setMode(mode);
  return { status: mode ? 204 : 404, body: '' };
}

function judge({ method, path, headers, body }: SeenRequest, options: TwilioOptions): TwilioRequest {
  const wanted = `Basic ${Buffer.from(`${options.accountSid}:${options.authToken}`).toString('base64')}`;
  const authorized = same(headers.authorization ?? '', wanted);
  return { method, path, authorized, contentType: headers['content-type'] ?? '', body };
}

function answer(mode: TwilioMode, seen: TwilioRequest, options: TwilioOptions): Answer {
  if (mode === 'hang') return 'hang';
  if (mode === 'nonsense') return { status: 200, body: '<!doctype html><title>Welcome</title>' };
  const failure = failureOf(mode, seen, options);
  if (failure) return { status: failure.status, body: failure };
  const ttl = /^Ttl=(\d+)$/.exec(seen.body)?.[1] ?? '86400';
  return { status: 201, body: token(Number(ttl), place(mode, options), options) };
}

type TwilioError = { code: number; detail?: string; message: string; more_info: string; status: number };

/** The mode's failure, or the one that the call deserves: checked as the real client writes it. */
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

/** `Token` of API 2010-04-01: `ttl` is text, dates are RFC 2822, `url` and `urls` have the same text. */
function token(ttlSeconds: number, { host, ports }: RelayPlace, options: TwilioOptions) {
  const login = loginFor(options.coturnSecret, ttlSeconds, randomBytes(8).toString('hex'));
  const now = new Date().toUTCString().replace('GMT', '+0000');
  const stun = `stun:${host}:${ports.udp}`;
  const relay = (url: string) => ({ url, ...login, urls: url });
  return {
    username: login.username,
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
    password: login.credential,
  };
}

function same(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
