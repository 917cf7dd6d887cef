/**
 * Stands in for challenges.cloudflare.com's siteverify. Shapes and codes:
 * developers.cloudflare.com/turnstile/get-started/server-side-validation. A token is good once, as Cloudflare
 * has it.
 */
import { startUpstream } from './upstream';

type TurnstileOptions = { secret: string; hostname: string; action: string; port?: number };
export type TurnstileStandin = {
  /** For TURNSTILE_API_URL. */
  url: string;
  /** Bodies as they came in, without the secret. */
  requests: { path: string; contentType: string; body: Record<string, unknown> }[];
  /** What a visitor's widget would hand to the page. */
  solve(as?: { hostname?: string; action?: string }): string;
  close(): Promise<void>;
};

type Solved = { hostname: string; action: string };

export async function startTurnstile(options: TurnstileOptions): Promise<TurnstileStandin> {
  const upstream = await startUpstream({ port: options.port ?? 0 });
  const requests: TurnstileStandin['requests'] = [];
  const unused = new Map<string, Solved>();
  upstream.answer(({ path, headers, body: text }) => {
    const { secret, ...body } = JSON.parse(text) as Record<string, unknown>;
    requests.push({ path, contentType: headers['content-type'] ?? '', body });
    return { status: 200, body: judge(secret === options.secret, String(body.response ?? ''), unused) };
  });
  const solve: TurnstileStandin['solve'] = (as = {}) => {
    const token = `0.${crypto.randomUUID()}`;
    unused.set(token, { hostname: as.hostname ?? options.hostname, action: as.action ?? options.action });
    return token;
  };
  return { url: upstream.url, requests, solve, close: upstream.close };
}

function judge(secretIsRight: boolean, token: string, unused: Map<string, Solved>): unknown {
  if (!secretIsRight) return refused('invalid-input-secret');
  if (token === '') return refused('missing-input-response');
  if (!token.startsWith('0.')) return refused('invalid-input-response');
  const solved = unused.get(token);
  if (!solved) return refused('timeout-or-duplicate');
  unused.delete(token);
  return {
    success: true,
    challenge_ts: new Date().toISOString(),
    hostname: solved.hostname,
    'error-codes': [],
    action: solved.action,
    cdata: '',
    metadata: { ephemeral_id: 'x:9f78e0ed210960d7693b167e' },
  };
}

function refused(code: string): unknown {
  return { success: false, 'error-codes': [code] };
}
