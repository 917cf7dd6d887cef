import type { SessionState } from '../../session/types';
import { Mark } from './Mark';
import { routeText } from './routeText';

/** The name, and while a session is up the path of its media. */
export function TopBar({ session }: { session: SessionState }) {
  const up = session.phase === 'live' || session.phase === 'stalled' ? session : null;
  return (
    <header className="topBar">
      <Mark />
      <div className="routeCorner">
        {up?.route && (
          <span className="route" data-testid="route" data-kind={up.route.kind}>
            {routeText(up.route)}
          </span>
        )}
        {up?.enhanced && <small className="enhNote">ENH{up.route ? ` · ${up.route.kind}` : ''}</small>}
      </div>
      {/* Without the milliseconds: they change every second, and would be read out every second. */}
      <output className="unseen">{up?.route && `Live by ${up.route.kind} over ${up.route.transport}`}</output>
    </header>
  );
}
