/** What the proxy's tests share. Nothing here is imported by what is shipped. */
import type { Deps, LogLine } from './context';
import { createApp } from './index';
import type { Env } from './settings/env';

/** An offer with one video and one data channel, cut to what is looked at. */
export const SDP = [
  'v=0',
  'o=- 1 2 IN IP4 127.0.0.1',
  's=-',
  't=0 0',
  'a=group:BUNDLE 0 1',
  'm=video 9 UDP/TLS/RTP/SAVPF 96',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa',
  'a=fingerprint:sha-256 00:11',
  'a=setup:actpass',
  'a=mid:0',
  'a=sendonly',
  'a=rtpmap:96 VP8/90000',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'c=IN IP4 0.0.0.0',
  'a=ice-ufrag:abcd',
  'a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa',
  'a=fingerprint:sha-256 00:11',
  'a=mid:1',
  '',
].join('\r\n');

/** Account data in the right form. */
export const TWILIO_ENV = {
  TWILIO_ACCOUNT_SID: `AC${'0123456789abcdef'.repeat(2)}`,
  TWILIO_AUTH_TOKEN: 'token-of-a-test',
} satisfies Env;

/**
 * Every vendor at that address, each with a secret that holds `canary`: where it turns up, something has
 * leaked.
 */
export const plantedEnv = (canary: string, vendorsUrl: string) =>
  ({
    ...TWILIO_ENV,
    TWILIO_AUTH_TOKEN: `${canary}-twilio`,
    TWILIO_API_URL: vendorsUrl,
    CLOUDFLARE_TURN_KEY_ID: 'key1',
    CLOUDFLARE_TURN_API_TOKEN: `${canary}-cloudflare`,
    CLOUDFLARE_TURN_API_URL: vendorsUrl,
    COTURN_URLS: 'turn:127.0.0.1:3478',
    COTURN_SECRET: `${canary}-coturn`,
    ROBOFLOW_API_KEY: `${canary}-roboflow`,
    ROBOFLOW_SERVER_URL: vendorsUrl,
    ROBOFLOW_WORKSPACE: 'ws',
    FAST_WORKFLOW_ID: 'fast-1',
    SESSION_SECRET: `${canary}${'s'.repeat(32)}`,
  }) satisfies Env;

export type TestApp = {
  lines: LogLine[];
  request(path: string, init?: RequestInit & { host?: string }): Promise<Response>;
  /** Status and body of a JSON answer. */
  ask(path: string, init?: RequestInit & { host?: string }): Promise<{ status: number; body: unknown }>;
};

/** The app with an env, its log caught. `host` is where the visitor's address bar stands. */
export function testApp(env: Env, overrides: Partial<Deps> = {}): TestApp {
  const lines: LogLine[] = [];
  const app = createApp({ log: (line) => lines.push(line), notice: () => {}, ...overrides });
  const request: TestApp['request'] = async (path, { host = 'http://localhost:8788', ...init } = {}) =>
    app.request(`${host}${path}`, init, env);
  return {
    lines,
    request,
    ask: async (path, init) => {
      const response = await request(path, init);
      return { status: response.status, body: await response.json() };
    },
  };
}

export function offerInit(wrtcParams: unknown = {}, sdp: string = SDP): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ offer: { type: 'offer', sdp }, wrtcParams }),
  };
}

/** The code of an error body. */
export function codeOf(body: unknown): string | undefined {
  return (body as { error?: { code?: string } }).error?.code;
}
