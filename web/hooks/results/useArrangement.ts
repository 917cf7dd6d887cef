import { arranged, arrangementOf, moved, withArrangement } from '../../store/arrangement';
import { keep, preferencesNow, usePreferences } from '../../store/preferences';

/** Lines as the person wants them, and what the person may do about it. Kept on this device. */
export function useArrangement<Line extends { output: string }>(workflow: string, lines: readonly Line[]) {
  const arrangement = usePreferences(({ readouts }) => arrangementOf(readouts, workflow));
  const { shown, hidden } = arranged(lines, arrangement);
  const change = (changed: Partial<typeof arrangement>) => {
    const { readouts } = preferencesNow();
    const now = arrangementOf(readouts, workflow);
    keep({ readouts: withArrangement(readouts, workflow, { ...now, ...changed }) });
  };
  const others = (output: string) => arrangement.hidden.filter((each) => each !== output);
  return {
    shown,
    hidden,
    move: (output: string, by: number) =>
      change({ order: moved(shown.concat(hidden).map((line) => line.output), output, by) }), // biome-ignore format: one line
    hide: (output: string) => change({ hidden: [...others(output), output] }),
    show: (output: string) => change({ hidden: others(output) }),
    showAll: () => change({ hidden: [] }),
  };
}
