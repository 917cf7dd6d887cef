/** One request to the deployment, as a browser's page would send it, and whatever comes back. */
import { plain } from './finding';

const DEADLINE_MS = 10_000;
/** No answer of ours is as long. */
const MOST_BYTES = 2_000_000;

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** Null where the body is no JSON object. */
  json: Record<string, unknown> | null;
  roundTripMs: number;
};

/** Nobody answered, or not in time. `reason`: a system's or TLS's code, 'timeout', 'too_long', 'unknown'. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** @throws NoAnswer */
export async function ask(url: URL, init: RequestInit = {}, deadlineMs = DEADLINE_MS): Promise<Answer> {
  const from = performance.now();
  try {
    // A redirect is a sign-in, or the wrong address: to follow it would check somebody else.
    const signal = AbortSignal.timeout(deadlineMs);
    const response = await fetch(url, { ...init, redirect: 'manual', signal });
    const roundTripMs = Math.round(performance.now() - from);
    const text = await read(response);
    return { status: response.status, headers: response.headers, text, json: asObject(text), roundTripMs };
  } catch (thrown) {
    throw thrown instanceof NoAnswer ? thrown : new NoAnswer(reasonOf(thrown));
  }
}

async function read(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new NoAnswer('too_long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function asObject(text: string): Answer['json'] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** undici puts the system's error into the cause, sometimes two deep. */
function reasonOf(thrown: unknown): string {
  const { name, code, cause, message } = Object(thrown) as Record<string, unknown>;
  if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT') return 'timeout';
  if (typeof code === 'string') return plain(code);
  // fetch.spec.whatwg.org/#bad-port: no browser would ask there, and neither does undici.
  if (message === 'bad port') return 'bad_port';
  return cause === undefined ? 'unknown' : reasonOf(cause);
}

/** The proxy's own words for a refusal; null where the answer is not the proxy's. */
export function refusalIn({ json }: Answer): { code: string; message: string } | null {
  const { code, message } = Object(json?.error) as { code?: unknown; message?: unknown };
  return typeof code === 'string' ? { code: plain(code), message: plain(message) } : null;
}
