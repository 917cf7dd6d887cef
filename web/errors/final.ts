import type { FailureCode, FailureFacts } from './failure';

/** Failures that no second try will mend by itself: the person, or the deployer, has to act. */
const FINAL = new Set<FailureCode>([
  'bad_request',
  'bad_offer',
  'payload_too_large',
  'origin_refused',
  'host_refused',
  'session_required',
  'access_refused',
  'sign_in_required',
  'sign_in_refused',
  'budget_spent',
  'not_configured',
  'access_not_configured',
  'turn_unauthorized',
  'worker_unauthorized',
  'worker_refused_offer',
  'worker_out_of_credits',
  'worker_paused',
  'worker_plan_unknown',
  'workflow_refused',
  'workflow_failed',
  'workflow_not_found',
  'workflow_not_offered',
  'input_refused',
  'webrtc_missing',
  'data_limit_reached',
  'picture_unreadable',
  'heic_unreadable',
  'photo_gone',
]);

export function isFinal({ code }: FailureFacts): boolean {
  return FINAL.has(code);
}
