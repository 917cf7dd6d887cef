/** Everything that can go wrong, as one closed set. Words and remedies for people stand in `words.ts`. */
import type { ApiErrorCode } from '../../protocol/api';

export const LOCAL_FAILURE_CODES = [
  'camera_none',
  'camera_denied',
  'camera_busy',
  'camera_muted',
  'camera_slow',
  'camera_insecure',
  'camera_lost',
  'camera_failed',
  'webrtc_missing',
  'offline',
  'proxy_unreachable',
  'proxy_bad_answer',
  'relay_unreachable',
  'relay_refused_credentials',
  'direct_blocked',
  'connection_failed',
  'no_results',
  'session_ended',
  'data_limit_reached',
  'worker_ended',
  'worker_gone',
  'photo_failed',
  'picture_unreadable',
  'heic_unreadable',
  'share_lost',
  'photo_gone',
  'pass_not_kept',
  'check_blocked',
  'check_failed',
] as const;
type LocalFailureCode = (typeof LOCAL_FAILURE_CODES)[number];
export type FailureCode = LocalFailureCode | ApiErrorCode;

/**
 * A failure as a plain fact, fit for the store. `retryAfterMs`: how long to wait before another try makes
 * sense. `reason`: what the worker itself says of a workflow that fails, to be folded.
 */
export type FailureFacts = { code: FailureCode; retryAfterMs?: number; reason?: string };

type FailureOptions = { cause?: unknown; retryAfterMs?: number | undefined; reason?: string | undefined };

/**
 * An expected failure on its way up. Its message is the code alone: no SDP, URL or credential can ride along.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly retryAfterMs: number | undefined;
  readonly reason: string | undefined;

  constructor(code: FailureCode, options: FailureOptions = {}) {
    super(code, { cause: options.cause });
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.reason = options.reason;
  }

  get facts(): FailureFacts {
    const { code, retryAfterMs, reason } = this;
    return {
      code,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(reason === undefined ? {} : { reason }),
    };
  }
}

/**
 * Any thrown thing as a Failure; what is not one already becomes `otherwise`, with the original as its cause.
 */
export function asFailure(thrown: unknown, otherwise: FailureCode): Failure {
  return thrown instanceof Failure ? thrown : new Failure(otherwise, { cause: thrown });
}
