import type { SessionFacts } from '../store/useVisionStore';

type Props = { phase: SessionFacts['phase']; disabled: boolean; onPress(): void };

const OFF = new Set<SessionFacts['phase']>(['idle', 'failed']);

/** Whether a press starts the session; while it dials or runs, a press ends it. */
export const startsLive = (phase: SessionFacts['phase']): boolean => OFF.has(phase);

export function LiveButton({ phase, disabled, onPress }: Props) {
  const dials = phase === 'dialing' || phase === 'redialing';
  return (
    <button
      type="button"
      className="shutter"
      aria-pressed={!startsLive(phase)}
      aria-busy={dials}
      disabled={disabled && startsLive(phase)}
      onClick={onPress}
    >
      <span className="shutterCore">LIVE</span>
    </button>
  );
}
