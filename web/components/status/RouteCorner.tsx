import { useOpened } from '../../hooks/tools/useOpened';
import { useWords } from '../../hooks/usePage';
import { upOf } from '../../session/transitions';
import type { SessionState } from '../../session/types';
import { NAMES } from '../../words/names';
import { Meter } from './Meter';
import { routeText } from './routeText';

const loadHud = () => import('../hud/Hud');

/** The path and its cost; a tap opens the session in figures. */
export function RouteCorner({ session }: { session: SessionState }) {
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
