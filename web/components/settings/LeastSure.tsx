import { useToolWords } from '../../hooks/tools/useToolWords';
import { useWords } from '../../hooks/usePage';
import { keep, usePreferences } from '../../store/preferences';

/** Steps of a hundredth; above this nothing would be left of most models. */
const MOST_LEAST = 95;

/** What is less sure is not shown, in this visit and the next ones. */
export function LeastSure() {
  const { seen } = useToolWords();
  const { results } = useWords();
  const percent = Math.round(usePreferences(({ leastSure }) => leastSure) * 100);
  return (
    <label className="leastSure">
      {seen.least}
      <input
        type="range"
        min={0}
        max={MOST_LEAST}
        step={5}
        value={percent}
        aria-valuetext={results.confidence({ percent })}
        onChange={({ target }) => keep({ leastSure: Number(target.value) / 100 })}
      />
      <span aria-hidden="true">{results.confidence({ percent })}</span>
    </label>
  );
}
