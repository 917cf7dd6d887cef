/** The session's states and how events move them: one pure function, no timers, no media. */
import type { FailureFacts } from '../errors/failure';
import type { Route } from './dial/route';
import type { SessionState } from './types';

export type SessionEvent =
  | { type: 'dialed'; enhanced: boolean; nowMs: number }
  | { type: 'waking' }
  /** A second peer is being dialled while the first goes on. */
  | { type: 'redialed'; enhanced: boolean }
  /** First result of a new peer. */
  | { type: 'connected'; enhanced: boolean; notice: FailureFacts | null }
  | { type: 'routeRead'; route: Route }
  /** Results are overdue. */
  | { type: 'stalled' }
  /** Results come again on the peer in use. */
  | { type: 'recovered'; enhanced: boolean }
  /** The second peer could not be had; the first goes on. */
  | { type: 'keptOld'; enhanced: boolean; notice: FailureFacts | null }
  | { type: 'failed'; enhanced: boolean; failure: FailureFacts }
  /** The camera is gone because the page is hidden. */
  | { type: 'paused' }
  | { type: 'dismissed' }
  | { type: 'stopped' };

export const IDLE: SessionState = { phase: 'idle' };

export function transition(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'dialed':
      return { phase: 'dialing', enhanced: event.enhanced, wakingGpu: false, sinceMs: event.nowMs };
    case 'waking':
      return state.phase === 'dialing' ? { ...state, wakingGpu: true } : state;
    case 'redialed':
      return { phase: 'redialing', enhanced: event.enhanced, attempt: nextAttempt(state) };
    case 'connected':
    case 'keptOld':
      return { phase: 'live', enhanced: event.enhanced, route: null, notice: event.notice };
    case 'routeRead':
      return state.phase === 'live' ? { ...state, route: event.route } : state;
    case 'stalled':
      return state.phase === 'live'
        ? { phase: 'stalled', enhanced: state.enhanced, route: state.route }
        : state;
    case 'recovered':
      return recovered(state, event.enhanced);
    case 'failed':
      return { phase: 'failed', enhanced: event.enhanced, failure: event.failure };
    case 'paused':
      return isActive(state) ? { phase: 'paused', enhanced: state.enhanced } : state;
    case 'dismissed':
      return dismissed(state);
    case 'stopped':
      return IDLE;
  }
}

/** Whether all that is new is how long a round trip takes, which is read anew each second. */
export function isRoundTripAlone(before: SessionState, after: SessionState): boolean {
  if (before.phase !== 'live' || after.phase !== 'live' || !before.route || !after.route) return false;
  const { route, ...rest } = before;
  const { route: newer, ...newRest } = after;
  const samePath =
    route.kind === newer.kind && route.transport === newer.transport && route.port === newer.port;
  return samePath && rest.enhanced === newRest.enhanced && rest.notice === newRest.notice;
}

/** Somebody wants boxes: a peer is up, on its way, or will be once the page is visible again. */
export function isActive(state: SessionState): state is Exclude<SessionState, { phase: 'idle' | 'failed' }> {
  return state.phase !== 'idle' && state.phase !== 'failed';
}

function recovered(state: SessionState, enhanced: boolean): SessionState {
  if (state.phase === 'stalled') return { phase: 'live', enhanced, route: state.route, notice: null };
  return state.phase === 'redialing' ? { phase: 'live', enhanced, route: null, notice: null } : state;
}

function nextAttempt(state: SessionState): number {
  return state.phase === 'redialing' ? state.attempt + 1 : 1;
}

function dismissed(state: SessionState): SessionState {
  if (state.phase === 'failed') return IDLE;
  return state.phase === 'live' ? { ...state, notice: null } : state;
}

/** A session that delivers, or did a moment ago. */
export const upOf = (session: SessionState) =>
  session.phase === 'live' || session.phase === 'stalled' ? session : null;
