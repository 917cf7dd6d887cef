import { useSeen } from '../../hooks/results/useSeen';
import { useCanSee } from '../../hooks/workflow/useCanSee';
import { useVisionStore } from '../../store/useVisionStore';

/** An empty view says what would fill it: before the first LIVE, and while nothing is found. */
export function CanSee({ knowsLive }: { knowsLive: boolean }) {
  const canSee = useCanSee();
  const { summary } = useSeen();
  const phase = useVisionStore(({ session }) => session.phase);
  const isEmpty =
    phase === 'live' ? summary.state === 'nothing' && summary.text !== '' : phase === 'idle' && !knowsLive;
  return isEmpty && canSee !== '' ? <p className="canSee">{canSee}</p> : null;
}
