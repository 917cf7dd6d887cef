/**
 * The live session as the screen sees it. All that it touches is injected, so that it runs in Node by a fake
 * clock.
 */

import type { FailureFacts } from '../errors/failure';
import type { LiveResult } from '../results/live';
import type { PeerStats } from './dial/link';
import type { DialPlan } from './dial/plan';
import type { Route } from './dial/route';
import type { Traffic } from './meter';

/**
 * Plain facts, fit for the store. `wakingGpu`: the offer has been with the worker for longer than a warm one
 * needs. `sinceMs`: when dialling began (epoch ms).
 */
export type SessionState =
  | { phase: 'idle' }
  | { phase: 'dialing'; enhanced: boolean; wakingGpu: boolean; sinceMs: number }
  | { phase: 'live'; enhanced: boolean; route: Route | null; notice: FailureFacts | null }
  | { phase: 'stalled'; enhanced: boolean; route: Route | null }
  | { phase: 'redialing'; enhanced: boolean; attempt: number }
  | { phase: 'paused'; enhanced: boolean }
  | { phase: 'failed'; enhanced: boolean; failure: FailureFacts };

/** The workflow's picture that was asked for; `track` is null where the worker sends none. */
export type Picture = { track: MediaStreamTrack | null };

export type LiveSession = {
  readonly state: SessionState;
  /** Of the peer in use; null where there is no peer, or no picture was asked for. */
  readonly picture: Picture | null;
  /**
   * Dials by this plan. While live it dials a second peer, swaps on its first result and closes the first.
   */
  start(plan: DialPlan): void;
  /** The person is about to do something: in ENH, gets a relay ready while LIVE is off. Costs no offer. */
  arm(): void;
  /** The browser says that it is on another network, or online again. */
  networkChanged(): void;
  /**
   * While active, re-dials where the plan is of another mode than the peer in use, and in silence where only
   * its picture is another. Idle: remembers it for `arm`.
   */
  follow(plan: DialPlan): void;
  /** Idempotent. Afterwards no peer, no timer and no listener of this session is left. */
  stop(): void;
  /** Takes a failure or a notice off the screen. */
  dismiss(): void;
  onState(listener: (state: SessionState) => void): () => void;
  /**
   * Each result of the peer in use, as it comes, those of frames that failed among them (`well`): for the
   * overlay, not for React.
   */
  onResult(listener: (result: LiveResult) => void): () => void;
  /** `picture`, whenever it becomes another. */
  onPicture(listener: (picture: Picture | null) => void): () => void;
  /** What this session has cost so far, over all its peers; at most once a second. */
  onTraffic(listener: (traffic: Traffic) => void): () => void;
  /** What the browser counts of the peer in use; null where there is none. */
  readStats(): Promise<PeerStats | null>;
};
