import { isActive } from '../../session/transitions';
import type { SessionState } from '../../session/types';
import { NAMES } from '../../words/names';

type Props = { session: SessionState; onPress(): void };

/** A press starts the session, and the camera where it is not on yet; while it dials or runs, a press ends it. */
export function LiveButton({ session, onPress }: Props) {
  const active = isActive(session);
  const dials = session.phase === 'dialing' || session.phase === 'redialing';
  return (
    <button type="button" className="shutter" aria-pressed={active} aria-busy={dials} onClick={onPress}>
      <span className="shutterCore">{NAMES.live}</span>
    </button>
  );
}
