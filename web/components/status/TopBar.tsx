import { useOpened } from '../../hooks/tools/useOpened';
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
      {isActive(session) && <RouteCorner session={session} />}
      {/* Without the milliseconds: they change every second, and would be read out every second. */}
      <output className="unseen">
        {up?.route && kind && words.live({ kind, transport: up.route.transport })}
      </output>
    </header>
  );
}

const loadHud = () => import('../hud/Hud');

/** The path and its cost; a tap opens the session in figures. */
function RouteCorner({ session }: { session: SessionState }) {
  const { route: words, hud } = useWords();
  const { opened, part, open, close } = useOpened<true, typeof import('../hud/Hud')>(loadHud);
  const up = upOf(session);
  const kind = up?.route && words[up.route.kind];
  return (
    <>
      <button
        type="button"
        className="routeCorner"
        aria-label={hud.open}
        aria-expanded={opened !== null}
        onClick={opened ? close : () => open(true)}
      >
        {up?.route && (
          <span className="route" data-testid="route" data-kind={up.route.kind}>
            {routeText(up.route, words)}
          </span>
        )}
        {up?.enhanced && (
          <small className="enhNote">{[NAMES.enhanced, kind].filter(Boolean).join(' · ')}</small>
        )}
        <Meter />
      </button>
      {part && opened && <part.Hud />}
    </>
  );
}

/** A session that delivers, or did a moment ago. */
const upOf = (session: SessionState) =>
  session.phase === 'live' || session.phase === 'stalled' ? session : null;
