import { useWords } from '../../hooks/usePage';
import type { Summary } from '../../results/kinds/model';

/**
 * What is in view, in words, for the eye: it may change four times a second. What is read out of it is
 * `Spoken`.
 */
export function Detections({ summary }: { summary: Summary }) {
  const { results } = useWords();
  const { count, items, leftOut, text } = summary;
  const more = count - items.length;
  const empty = count + leftOut === 0 && text === '';
  return (
    <output
      className={empty ? 'detections none' : 'detections'}
      aria-live="polite"
      data-testid="detections"
      data-count={count}
    >
      <span className="detectionsText" aria-hidden="true">
        {text && <span className="nothing">{text}</span>}
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two codes may say the same; the list is redrawn as a whole
          <span key={`${index} ${item}`} className="item">
            {item}
          </span>
        ))}
        {more > 0 && <span className="item">{results.more(more)}</span>}
        {leftOut > 0 && <span className="item">{results.unreadable(leftOut)}</span>}
      </span>
    </output>
  );
}
