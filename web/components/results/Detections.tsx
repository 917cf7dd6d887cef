import { useVisionStore } from '../../store/useVisionStore';

const unreadable = (count: number) =>
  count === 1 ? '1 result is unreadable' : `${count} results are unreadable`;

/** What is in view, in words; nothing of a picture that the system keeps back. */
export function Detections({ live }: { live: boolean }) {
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
        {empty && live && !muted && <span className="nothing">Nothing in view</span>}
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two codes may say the same; the list is redrawn as a whole
          <span key={`${index} ${item}`} className="item">
            {item}
          </span>
        ))}
        {more > 0 && <span className="item">{`and ${more} more`}</span>}
        {leftOut > 0 && <span className="item">{unreadable(leftOut)}</span>}
      </span>
    </output>
  );
}
