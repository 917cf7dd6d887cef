import { useWords } from '../../hooks/usePage';
import { useVisionStore } from '../../store/useVisionStore';

/** What is in view, in words; nothing of a picture that the system keeps back. */
export function Detections({ live }: { live: boolean }) {
  const { results } = useWords();
  const { count, items, leftOut } = useVisionStore((state) => state.detections);
  const muted = useVisionStore(({ camera }) => camera.phase === 'on' && camera.muted);
  const more = count - items.length;
  const empty = count + leftOut === 0;
  return (
    <output
      className={empty && (muted || !live) ? 'detections none' : 'detections'}
      aria-live="polite"
      data-testid="detections"
      data-count={count}
    >
      <span className="detectionsText">
        {empty && live && !muted && <span className="nothing">{results.nothing}</span>}
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
