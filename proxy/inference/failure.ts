import type { ApiErrorCode } from '../../protocol/api';
import { ApiError } from '../errors';
import type { Reply } from '../http/upstream';

/** What the worker was asked for: the same status means another thing. */
export type Asked = 'session' | 'photo';

/** Statuses that say all there is to say (inference v1.5.0, core/interfaces/http/error_handlers.py). */
const BY_STATUS: Record<number, ApiErrorCode> = {
  401: 'worker_unauthorized',
  402: 'worker_out_of_credits',
  403: 'worker_unauthorized',
  404: 'workflow_not_found',
  413: 'payload_too_large',
  423: 'worker_paused',
  503: 'worker_failed',
  504: 'worker_timeout',
};

const REFUSED = { session: 'worker_refused_offer', photo: 'worker_refused_photo' } as const;
/**
 * The hosted service takes so many streams (v1.5.0, webrtc_worker/__init__.py:73) and so many requests a
 * second.
 */
const TOO_MANY = { session: 'worker_too_many_streams', photo: 'rate_limited' } as const;
/**
 * A stream of another visitor ends when its heartbeat has been missing for 60 s; a sixth of that is a fair
 * time to look again.
 */
const RETRY_MS = { session: 10_000, photo: 2_000 } as const;

/**
 * The worker's refusal as ours. Its body is read for its kind and goes no further: it may quote the key or
 * the offer.
 */
export function workerFailure(asked: Asked, { status, body, retryAfterMs }: Reply): ApiError {
  const code = BY_STATUS[status] ?? byBody(asked, status, body);
  const wait = status === 429 ? { retryAfterMs: retryAfterMs ?? RETRY_MS[asked] } : {};
  return new ApiError(code, undefined, { upstreamStatus: status, ...wait });
}

/**
 * Of the input that we call `image` (ask.ts). A workflow that calls its own otherwise says that its value "is
 * not provided".
 */
function isUnreadable(message: string): boolean {
  const at = message.indexOf('`image`');
  return at >= 0 && message.includes('that is invalid', at);
}

type Said = { message: string; type: string; context: string };

function byBody(asked: Asked, status: number, body: unknown): ApiErrorCode {
  if (status === 422) return REFUSED[asked];
  if (status === 429) return TOO_MANY[asked];
  const said = readBody(body);
  if (status === 400 || status === 500) return bySaid(asked, status, said);
  // Modal's "unknown plan" comes as JSON (modal.py:598); a gateway between here and there answers 502 in
  // HTML.
  if (status === 502 && asked === 'session' && said.message !== '') return 'worker_plan_unknown';
  return status >= 500 ? 'worker_failed' : 'worker_bad_answer';
}

/**
 * A workflow that cannot be run says so with `context: "workflow_compilation …"` or asks for an input that it
 * was not given; one that broke on this very picture names its step's execution (v1.8.3, error_handlers.py;
 * shared by every WorkflowError).
 */
function bySaid(asked: Asked, status: number, { message, type, context }: Said): ApiErrorCode {
  if (type === 'WebRTCConfigurationError') return 'worker_refused_offer';
  if (asked === 'photo' && type === 'RuntimeInputError' && isUnreadable(message)) return REFUSED.photo;
  if (
    type.startsWith('Workflow') ||
    type === 'RuntimeInputError' ||
    context.startsWith('workflow_compilation')
  )
    return 'workflow_refused';
  if (context !== '' || type.endsWith('StepExecutionError')) return 'workflow_failed';
  // A named workflow without a key comes as a plain message (inference_pipeline.py:703).
  if (type === '' && /api[ _-]?key/i.test(message)) return 'worker_unauthorized';
  return status === 400 ? REFUSED[asked] : 'worker_failed';
}

function readBody(body: unknown): Said {
  const fields = Object(body) as Record<string, unknown>;
  const text = (key: string) => (typeof fields[key] === 'string' ? fields[key] : '');
  return { message: text('message'), type: text('error_type'), context: text('context') };
}
