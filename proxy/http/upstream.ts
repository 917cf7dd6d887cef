import type { ApiErrorCode } from '../../protocol/api';
import { parseJson } from '../../protocol/parse';
import type { Asking, Deps } from '../context';
import { ApiError } from '../errors';
import { withDeadline } from './deadline';

export type Reply = {
  status: number;
  /** The parsed JSON; undefined where the body is none. */
  body: unknown;
  /** From a Retry-After in seconds (RFC 9110 §10.2.3). */
  retryAfterMs?: number;
};

export type CallOptions = Pick<Asking, 'signal' | 'seen'> & {
  deps: Pick<Deps, 'fetch'>;
  deadlineMs: number;
  codes: { timeout: ApiErrorCode; unreachable: ApiErrorCode };
};

/**
 * Asks an upstream and reads its whole answer within the deadline. A redirect is not followed: the body may
 * carry a key.
 * @throws ApiError with one of `codes`; never with anything that upstream said.
 */
export async function call(url: string, init: RequestInit, options: CallOptions): Promise<Reply> {
  const { deps, deadlineMs, signal, seen, codes } = options;
  const ask = async (limit: AbortSignal) => {
    const response = await deps.fetch(url, { ...init, redirect: 'manual', signal: limit });
    seen(response.status);
    return readReply(response);
  };
  try {
    return await withDeadline(ask, { deadlineMs, signal, late: codes.timeout });
  } catch (cause) {
    if (cause instanceof ApiError || signal.aborted) throw cause;
    throw new ApiError(codes.unreachable, undefined, { cause });
  }
}

/** `call` with a body of JSON. */
export function postJson(
  url: string,
  body: unknown,
  options: CallOptions,
  more: Record<string, string> = {},
): Promise<Reply> {
  const headers = { ...more, 'Content-Type': 'application/json' };
  return call(url, { method: 'POST', headers, body: JSON.stringify(body) }, options);
}

async function readReply(response: Response): Promise<Reply> {
  const seconds = Number(response.headers.get('Retry-After') ?? Number.NaN);
  const reply: Reply = { status: response.status, body: parseJson(await response.text()) };
  if (Number.isFinite(seconds) && seconds >= 0) reply.retryAfterMs = Math.min(seconds, 3600) * 1000;
  return reply;
}
