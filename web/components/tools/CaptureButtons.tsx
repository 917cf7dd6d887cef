import type { useCapture } from '../../hooks/tools/useCapture';
import { useLazy } from '../../hooks/tools/useLazy';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useElapsed } from '../../hooks/useElapsed';
import { ToolIcon } from './ToolIcon';

const loadSheet = () => import('./CapturedSheet');

type Capture = ReturnType<typeof useCapture>;

/** Picture and boxes as they are now, as a still; or as a clip, until the second press or for ten seconds. */
export function CaptureButtons({ canClip, sinceMs, still, clip }: Capture) {
  const { rail } = useToolWords();
  return (
    <>
      <button type="button" aria-label={rail.still} aria-haspopup="dialog" onClick={() => void still()}>
        <ToolIcon name="still" />
      </button>
      {canClip && (
        <button
          type="button"
          className="clip"
          aria-label={rail.clip}
          aria-pressed={sinceMs !== null}
          onClick={clip}
        >
          {sinceMs === null ? <ToolIcon name="clip" /> : <Seconds sinceMs={sinceMs} />}
        </button>
      )}
    </>
  );
}

/** Not read out: it changes each second. */
function Seconds({ sinceMs }: { sinceMs: number }) {
  const seconds = useElapsed(sinceMs);
  return <span aria-hidden="true">{seconds}</span>;
}

/** What was taken, to be looked at. */
export function CapturedLater({ captured, close }: Pick<Capture, 'captured' | 'close'>) {
  const sheet = useLazy(loadSheet, captured !== null);
  return sheet && captured && <sheet.CapturedSheet captured={captured} onClose={close} />;
}
