import { useWords } from '../../hooks/usePage';
import { isActive, upOf } from '../../session/transitions';
import type { SessionState } from '../../session/types';
import { Icon } from '../Icon';
import { useRest } from '../late';
import { Mark } from './Mark';

/** The name, the way to the connection check, and while a session is up the path of its media. */
export function TopBar({ session }: { session: SessionState }) {
  const { route: words, actions } = useWords();
  const rest = useRest(isActive(session));
  const up = upOf(session);
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
      {rest && isActive(session) && <rest.RouteCorner session={session} />}
      {/* Without the milliseconds: they change every second, and would be read out every second. */}
      <output className="unseen">
        {up?.route && kind && words.live({ kind, transport: up.route.transport })}
      </output>
    </header>
  );
}
