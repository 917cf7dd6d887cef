/**
 * Every failure in words and with its way on: what happened, what to do about it, and the button that does
 * it.
 */
import { type BrowserFamily, browserFacts, browserFamily } from '../platform/browser';
import { words } from '../words/words';
import type { FailureCode, FailureFacts } from './failure';

type FailureAction = 'retry' | 'enhance' | 'reload' | 'signIn' | 'none';
export type Words = { say: string; remedy: string; action: FailureAction };

/** The one button that the card offers beside Dismiss, where it is not a retry. */
const ACTIONS: Partial<Record<FailureCode, FailureAction>> = {
  camera_insecure: 'reload',
  webrtc_missing: 'none',
  picture_unreadable: 'none',
  heic_unreadable: 'none',
  share_lost: 'none',
  photo_gone: 'none',
  proxy_bad_answer: 'reload',
  direct_blocked: 'enhance',
  bad_request: 'reload',
  not_found: 'reload',
  method_not_allowed: 'reload',
  unsupported_media_type: 'reload',
  origin_refused: 'none',
  host_refused: 'none',
  sign_in_required: 'signIn',
  sign_in_refused: 'none',
  session_required: 'reload',
  budget_spent: 'none',
  not_configured: 'none',
  access_not_configured: 'none',
  worker_unauthorized: 'none',
  worker_out_of_credits: 'none',
  worker_paused: 'none',
  worker_plan_unknown: 'none',
  workflow_refused: 'none',
  workflow_not_found: 'none',
};

/** The words for one failure in the browser that runs this. */
export const wordsHere = (failure: FailureFacts): Words => wordsFor(failure, browserFamily(browserFacts()));

/** The words for one failure in a browser; a wait that the server named takes the place of a vague one. */
export function wordsFor(failure: FailureFacts, family: BrowserFamily): Words {
  const { code, retryAfterMs } = failure;
  const action = ACTIONS[code] ?? 'retry';
  const waits = retryAfterMs && (action === 'retry' || code === 'budget_spent');
  const remedy = waits ? retryIn(retryAfterMs) : remedyFor(code, family);
  return { say: words().failures[code], remedy, action };
}

function remedyFor(code: FailureCode, family: BrowserFamily): string {
  const { failures, allowCamera, unblockLive } = words();
  if (code === 'camera_denied') return allowCamera[family];
  if (code === 'webrtc_missing') return unblockLive[family];
  return failures[`${code}_remedy`];
}

function retryIn(ms: number): string {
  const { retry } = words();
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  if (seconds < 90) return retry.seconds(seconds);
  if (seconds <= 90 * 60) return retry.minutes(Math.ceil(seconds / 60));
  return retry.hours(Math.ceil(seconds / 3600));
}
