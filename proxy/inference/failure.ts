import type { ApiErrorCode } from '../../protocol/api';
import { ApiError } from '../errors';
import type { Reply } from '../upstream';

/** Statuses that say all there is to say (inference v1.5.0, core/interfaces/http/error_handlers.py). */
const BY_STATUS: Record<number, ApiErrorCode> = {
  401: 'worker_unauthorized',
  402: 'worker_out_of_credits',
  403: 'worker_unauthorized',
  404: 'workflow_not_found',
  413: 'payload_too_large',
  422: 'worker_refused_offer',
  423: 'worker_paused',
  429: 'worker_too_many_streams',
  500: 'worker_failed',
  503: 'worker_failed',
  504: 'worker_timeout',
};

/** A stream of another visitor ends when its heartbeat has been missing for 60 s; a sixth of that is a fair time to look again. */
const STREAM_RETRY_MS = 10_000;

/** The worker's refusal as ours. Its body is read for its kind and goes no further: it may quote the key or the offer. */
export function workerFailure({ status, body, retryAfterMs }: Reply): ApiError {
  const code = BY_STATUS[status] ?? byBody(status, body);
  const wait = status === 429 ? { retryAfterMs: retryAfterMs ?? STREAM_RETRY_MS } : {};
  return new ApiError(code, undefined, { upstreamStatus: status, ...wait });
}

function byBody(status: number, body: unknown): ApiErrorCode {
  const { message, error_type: type } = Object(body) as { message?: unknown; error_type?: unknown };
  if (status === 400) return refusal(String(type ?? ''), String(message ?? ''));
  // Modal's "unknown plan" comes as JSON (modal.py:598); a gateway between here and there answers 502 in HTML.
  if (status === 502) return typeof message === 'string' ? 'worker_plan_unknown' : 'worker_failed';
  return status >= 500 ? 'worker_failed' : 'worker_bad_answer';
}

function refusal(type: string, message: string): ApiErrorCode {
  if (type.startsWith('Workflow')) return 'workflow_refused';
  // A named workflow without a key comes as a plain message (inference_pipeline.py:703).
  if (type === '' && /api[ _-]?key/i.test(message)) return 'worker_unauthorized';
  return 'worker_refused_offer';
}
