import { useWords } from '../../hooks/usePage';
import { isActive } from '../../session/transitions';
import type { SessionState } from '../../session/types';
import { NAMES } from '../../words/names';
import { Icon } from '../Icon';
import { Mark } from './Mark';
import { Meter } from './Meter';
import { routeText } from './routeText';

/** The name, the way to the connection check, and while a session is up the path of its media. */
export function TopBar({ session }: { session: SessionState }) {
  const { route: words, actions } = useWords();
  const up = session.phase === 'live' || session.phase === 'stalled' ? session : null;
  const kind = up?.route && words[up.route.kind];
  return (
    <header className="topBar">
      <Mark />
      {/* Beside a session and not in its place: it would end with this page. */}
      <a
        className="checkLink"
        href="/check"
        aria-label={actions.check}
        target={isActive(session) ? '_blank' : undefined}
        rel="noopener"
      >
        <Icon name="pulse" />
      </a>
      <div className="routeCorner">
        {up?.route && (
          <span className="route" data-testid="route" data-kind={up.route.kind}>
            {routeText(up.route, words)}
          </span>
        )}
        {up?.enhanced && (
          <small className="enhNote">{[NAMES.enhanced, kind].filter(Boolean).join(' · ')}</small>
        )}
        {isActive(session) && <Meter />}
      </div>
      {/* Without the milliseconds: they change every second, and would be read out every second. */}
      <output className="unseen">
        {up?.route && kind && words.live({ kind, transport: up.route.transport })}
      </output>
    </header>
  );
}
