import { screenFeed } from '../../app';
import type { Thing } from '../../results/kinds/model';
import { useVisionStore } from '../../store/useVisionStore';

/** Shown at once on a phone's screen; a crowd of more is a crowd. */
const MOST_LISTED = 200;

/** What is on the screen at this moment, the surest first. */
export function thingsNow(): Thing[] {
  const things = useVisionStore.getState().frozen?.things ?? screenFeed.things();
  const sure = ({ confidence }: Thing) => confidence ?? 1;
  return [...things].sort((a, b) => sure(b) - sure(a)).slice(0, MOST_LISTED);
}
