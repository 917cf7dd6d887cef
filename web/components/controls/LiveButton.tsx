import { isActive } from '../../session/transitions';
import type { SessionState } from '../../session/types';
import { NAMES } from '../../words/names';

type Props = { session: SessionState; disabled: boolean; onPress(): void };

/** A press starts the session; while it dials or runs, a press ends it. */
export function LiveButton({ session, disabled, onPress }: Props) {
  const active = isActive(session);
  const dials = session.phase === 'dialing' || session.phase === 'redialing';
  return (
    <button
      type="button"
      className="shutter"
      aria-pressed={active}
      aria-busy={dials}
      disabled={disabled && !active}
      onClick={onPress}
    >
      <span className="shutterCore">{NAMES.live}</span>
    </button>
  );
}
