import { useArrangement } from '../../hooks/results/useArrangement';
import { useSpoken } from '../../hooks/results/useSpoken';
import type { Summary } from '../../results/kinds/model';
import type { Line } from '../../results/screenFeed';

/** So many things, and lines, are told to the ear. */
const MOST_ITEMS = 3;
const MOST_LINES = 3;
const LONGEST_ITEM = 60;

type Props = { summary: Summary; lines: Line[]; workflow: string };

/** The chip and the readouts for a screen reader: briefly, and no more than once a second. */
export function Spoken({ summary, lines, workflow }: Props) {
  const { shown } = useArrangement(workflow, lines);
  return <p ref={useSpoken(briefly(summary, shown))} className="unseen" role="status" data-testid="spoken" />;
}

function briefly({ text, items, count }: Summary, lines: Line[]): string {
  const seen = items.slice(0, MOST_ITEMS).map((item) => item.slice(0, LONGEST_ITEM));
  const things = count > seen.length ? [String(count), ...seen] : seen;
  const told = lines
    .slice(0, MOST_LINES)
    .map(({ name, value, unit }) => `${name}: ${[value, unit].filter(Boolean).join(' ')}`);
  return [text, things.join(', '), ...told].filter(Boolean).join('; ');
}
