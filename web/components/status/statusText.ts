/** The one line that says what is going on. */
import type { SessionState } from '../../session/types';
import type { CameraFacts } from '../../store/useVisionStore';
import type { Words } from '../../words/languages';

export type Status = {
  text: string;
  /** Adds the seconds since then (epoch ms), and that a cold start may take a while. */
  wakingSinceMs: number | null;
  cancellable: boolean;
  tone: 'plain' | 'busy' | 'hint';
};

type Texts = Words['status'];

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
export function statusOf(input: StatusInput, texts: Texts): Status | null {
  return sessionStatus(input, texts) ?? cameraStatus(input, texts) ?? idleStatus(input, texts);
}

function sessionStatus({ session, accurate }: StatusInput, texts: Texts): Status | null {
  switch (session.phase) {
    case 'dialing':
      return session.wakingGpu
        ? { text: texts.wakingGpu, wakingSinceMs: session.sinceMs, cancellable: true, tone: 'busy' }
        : busy(texts.connecting);
    case 'redialing':
      return busy(
        session.attempt > 1 ? texts.reconnectingAgain({ attempt: session.attempt }) : texts.reconnecting,
      );
    case 'stalled':
      return busy(texts.waiting);
    case 'paused':
      return plain(texts.paused);
    case 'live':
      return accurate && session.enhanced ? hint(texts.enhancedIsFast) : null;
    default:
      return null;
  }
}

function cameraStatus({ camera, session }: StatusInput, texts: Texts): Status | null {
  if (session.phase !== 'idle') return null;
  if (camera.phase === 'off' && camera.waits) return hint(texts.cameraWaits);
  return camera.phase === 'off' || camera.phase === 'opening' ? busy(texts.startingCamera) : null;
}

function idleStatus({ camera, session, online, knowsLive }: StatusInput, texts: Texts): Status | null {
  if (session.phase !== 'idle') return null;
  if (!online) return plain(texts.offline);
  return camera.phase === 'on' && !camera.muted && !knowsLive ? hint(texts.pressLive) : null;
}

const plain = (text: string): Status => ({ text, wakingSinceMs: null, cancellable: false, tone: 'plain' });
const busy = (text: string): Status => ({ ...plain(text), tone: 'busy' });
const hint = (text: string): Status => ({ ...plain(text), tone: 'hint' });
