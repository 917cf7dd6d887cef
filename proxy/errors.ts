import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { ApiErrorCode } from '../protocol/api';

/** 4xx: the caller's to mend. 502, 503, 504: something behind this proxy. Each sentence ends in a remedy. */
const ANSWERS: Record<ApiErrorCode, [status: ContentfulStatusCode, message: string]> = {
  bad_request: [400, 'The request is malformed. Reload the page to get its current version.'],
  bad_offer: [400, 'The offer is not a WebRTC offer with one video and one data channel. Reload the page.'],
  not_found: [404, 'There is no such route. Check the address.'],
  method_not_allowed: [405, 'This route does not take that method. See the Allow header.'],
  payload_too_large: [413, 'The request is too large. Send a smaller one.'],
  unsupported_media_type: [415, 'This content type is not taken here. Send one that the route names.'],
  origin_refused: [403, 'This proxy answers its own page alone. Open the app at its own address.'],
  host_refused: [
    421,
    'This app does not go by that name. Open it at its own address, or list the name in ALLOWED_HOSTS.',
  ],
  session_required: [401, 'A session is required. Start one on the page first.'],
  access_refused: [403, 'Access was refused. Ask the owner of this deployment for access.'],
  access_unavailable: [503, 'The visitor check did not answer. Try again in a moment.'],
  rate_limited: [429, 'Too many requests. Wait a moment and try again.'],
  budget_spent: [429, 'The budget of this deployment is spent for now. Try again tomorrow.'],
  sign_in_required: [401, 'Your sign-in is missing or over. Sign in again.'],
  sign_in_refused: [
    403,
    'Your sign-in is not one for this deployment. Its owner must check CF_ACCESS_TEAM and CF_ACCESS_AUD.',
  ],
  budget_unavailable: [503, 'The budget database does not answer. Try again in a moment.'],
  not_configured: [
    503,
    'This deployment is not configured for that. Its owner must set the missing variables.',
  ],
  access_not_configured: [
    503,
    'This deployment has not been opened to visitors. Its owner must set ACCESS_CODE, Turnstile’s keys or those of Cloudflare Access, or OPEN_ACCESS=1 to let anyone use it at the owner’s cost. On your own machine: npm start.',
  ],
  turn_unauthorized: [
    502,
    'The relay provider refused our credentials. The owner must check the provider’s keys.',
  ],
  turn_rate_limited: [503, 'The relay provider is limiting requests. Try again in a few seconds.'],
  turn_unavailable: [502, 'The relay provider failed to answer properly. Try again, or turn ENH off.'],
  turn_bad_answer: [
    502,
    'The relay provider sent an answer without usable relays. Try again, or turn ENH off.',
  ],
  turn_timeout: [504, 'The relay provider did not answer in time. Try again, or turn ENH off.'],
  worker_unreachable: [502, 'The inference worker cannot be reached. Check that it runs and try again.'],
  worker_timeout: [504, 'The inference worker did not answer in time. Try again in a moment.'],
  worker_bad_answer: [502, 'The inference worker sent an answer that is none. Check ROBOFLOW_SERVER_URL.'],
  worker_failed: [502, 'The inference worker failed. Try again in a moment.'],
  worker_refused_offer: [
    502,
    'The inference worker refused the offer. Check the outputs of the workflow, then try again.',
  ],
  worker_refused_photo: [502, 'The inference worker could not read the photo. Send another one.'],
  worker_unauthorized: [502, 'The inference worker refused our key. The owner must check ROBOFLOW_API_KEY.'],
  worker_out_of_credits: [503, 'The Roboflow account is out of credits. The owner must top it up.'],
  worker_paused: [503, 'The use of the Roboflow account is paused. The owner must resume it.'],
  worker_too_many_streams: [503, 'All streams of the Roboflow account are in use. Try again in a moment.'],
  worker_plan_unknown: [
    502,
    'The inference server does not offer this GPU plan. The owner must ask Roboflow for it.',
  ],
  workflow_refused: [502, 'The inference worker cannot run the workflow. The owner must correct it.'],
  workflow_failed: [
    502,
    'The workflow failed on this picture. Try another one; the owner must correct the workflow if it fails on all.',
  ],
  workflow_not_found: [
    502,
    'The workflow does not exist. The owner must check ROBOFLOW_WORKSPACE and the workflow ids.',
  ],
  workflow_not_offered: [
    400,
    'This deployment does not offer that workflow. Choose one that /v1/config names.',
  ],
  input_refused: [
    400,
    'This deployment takes no such input of that workflow. Send those that /v1/config names.',
  ],
  proxy_failed: [503, 'The proxy failed unexpectedly. Try again in a moment.'],
};

/** For the log alone: which of the things that one code stands for it was. */
export type Reason =
  | 'database_slow'
  | 'database_full'
  | 'database_failed'
  | 'database_without_tables'
  | 'token_missing'
  | 'token_over'
  | 'token_forged'
  | 'token_foreign'
  | 'token_of_nobody'
  | 'token_key_unknown';

type Details = { cause?: unknown; retryAfterMs?: number; upstreamStatus?: number; reason?: Reason };

/**
 * An expected failure, ready to be answered. `message` is public: no upstream body, credential or SDP may go
 * into it.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: ContentfulStatusCode;
  readonly retryAfterMs: number | undefined;
  /**
   * What the worker refused with: it decides whether a session is refunded. The log has every status by other
   * means.
   */
  readonly upstreamStatus: number | undefined;
  readonly reason: Reason | undefined;

  constructor(
    readonly code: ApiErrorCode,
    message?: string,
    details: Details = {},
  ) {
    super(message ?? ANSWERS[code][1], { cause: details.cause });
    this.status = ANSWERS[code][0];
    this.retryAfterMs = details.retryAfterMs;
    this.upstreamStatus = details.upstreamStatus;
    this.reason = details.reason;
  }
}
