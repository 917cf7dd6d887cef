/** The one line that says what is going on. */
import type { SessionState } from '../../session/types';
import type { CameraFacts } from '../../store/useVisionStore';

export type Status = {
  text: string;
  /** Adds the seconds since then (epoch ms), and that a cold start may take a while. */
  wakingSinceMs: number | null;
  cancellable: boolean;
  tone: 'plain' | 'busy' | 'hint';
};

export type StatusInput = {
  camera: CameraFacts;
  session: SessionState;
  online: boolean;
  /** A session has been live in this visit: what LIVE does need not be said any more. */
  knowsLive: boolean;
  /** ACC is chosen. */
  accurate: boolean;
};

/** @returns null where the picture speaks for itself, or an alert already does */
export function statusOf(input: StatusInput): Status | null {
  return sessionStatus(input) ?? cameraStatus(input) ?? idleStatus(input);
}

function sessionStatus({ session, accurate }: StatusInput): Status | null {
  switch (session.phase) {
    case 'dialing':
      return session.wakingGpu
        ? { text: 'Waking the GPU…', wakingSinceMs: session.sinceMs, cancellable: true, tone: 'busy' }
        : busy('Connecting…');
    case 'redialing':
      return busy(session.attempt > 1 ? `Reconnecting… try ${session.attempt}` : 'Reconnecting…');
    case 'stalled':
      return busy('Waiting for results…');
    case 'paused':
      return plain('Paused');
    case 'live':
      return accurate && session.enhanced ? hint('Live with ENH is always FAST. ACC is for PHOTO.') : null;
    default:
      return null;
  }
}

function cameraStatus({ camera, session }: StatusInput): Status | null {
  if (session.phase !== 'idle') return null;
  return camera.phase === 'off' || camera.phase === 'opening' ? busy('Starting camera…') : null;
}

function idleStatus({ camera, session, online, knowsLive }: StatusInput): Status | null {
  if (session.phase !== 'idle') return null;
  if (!online) return plain('You are offline. Detection needs a network.');
  return camera.phase === 'on' && !knowsLive ? hint('Point the camera and press LIVE') : null;
}

const plain = (text: string): Status => ({ text, wakingSinceMs: null, cancellable: false, tone: 'plain' });
const busy = (text: string): Status => ({ ...plain(text), tone: 'busy' });
const hint = (text: string): Status => ({ ...plain(text), tone: 'hint' });
