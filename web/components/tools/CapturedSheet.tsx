/** What was taken of the viewfinder, to be looked at and taken home. In a file of its own. */
import type { Captured } from '../../hooks/tools/useCapture';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { PhotoKeep } from '../photos/PhotoKeep';
import { Sheet } from '../sheets/Sheet';

export function CapturedSheet({ captured, onClose }: { captured: Captured; onClose(): void }) {
  const { rail, capture } = useToolWords();
  const { kind, file, url } = captured;
  const title = rail[kind];
  return (
    <Sheet title={title} onClose={onClose}>
      {file && kind === 'still' && <img className="captured" src={url} alt={capture.still} />}
      {file && kind === 'clip' && (
        <video
          className="captured"
          src={url}
          aria-label={capture.clip}
          controls
          playsInline
          muted
          loop
          autoPlay
        />
      )}
      {file ? <PhotoKeep file={file} /> : <p role="alert">{capture.failed}</p>}
    </Sheet>
  );
}
