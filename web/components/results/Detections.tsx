import { useWords } from '../../hooks/usePage';
import { useVisionStore } from '../../store/useVisionStore';

/** What is in view, in words; nothing of a picture that the system keeps back. */
export function Detections({ live }: { live: boolean }) {
  const { results } = useWords();
  const { count, items, leftOut, text } = useVisionStore((state) => state.detections);
  const muted = useVisionStore(({ camera }) => camera.phase === 'on' && camera.muted);
  const more = count - items.length;
  const said = live && !muted ? text : '';
  const empty = count + leftOut === 0 && said === '';
  return (
    <output
      className={empty ? 'detections none' : 'detections'}
      aria-live="polite"
      data-testid="detections"
      data-count={count}
    >
      <span className="detectionsText">
        {said && <span className="nothing">{said}</span>}
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
