import { wordsHere } from '../../errors/words';
import { useModal } from '../../hooks/useModal';
import type { PhotoFacts } from '../../photo/photo';
import { Icon } from '../Icon';
import { SignInButton } from '../SignInButton';
import { PhotoFindings } from './PhotoFindings';
import { PhotoKeep } from './PhotoKeep';

type Taken = Exclude<PhotoFacts, { phase: 'none' }>;
type Props = { photo: Taken; onRetry(): void; onClose(): void };

/** The photo and what is in it, over the viewfinder. A modal dialog: Escape closes it, and the focus comes back. */
export function PhotoSheet({ photo, onRetry, onClose }: Props) {
  return (
    <dialog ref={useModal()} className="sheet" aria-label="Photo" onCancel={onClose}>
      <figure className={`photo ${photo.phase}`}>
        {photo.url && <img src={photo.url} alt={altOf(photo)} />}
        <button type="button" className="sheetClose" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </figure>
      <div className="sheetBody">
        <PhotoAnswer photo={photo} onRetry={onRetry} />
      </div>
    </dialog>
  );
}

function PhotoAnswer({ photo, onRetry }: { photo: Taken; onRetry(): void }) {
  if (photo.phase === 'sending') {
    return (
      <output className="sheetStatus">
        <span className="spinner" aria-hidden="true" /> Looking at the photo…
      </output>
    );
  }
  if (photo.phase === 'failed') return <PhotoFailure failure={photo.failure} onRetry={onRetry} />;
  return (
    <>
      <PhotoFindings findings={photo.findings} />
      <PhotoKeep file={photo.file} />
    </>
  );
}

type FailureProps = { failure: Extract<Taken, { phase: 'failed' }>['failure']; onRetry(): void };

function PhotoFailure({ failure, onRetry }: FailureProps) {
  const { say, remedy, action } = wordsHere(failure);
  return (
    <div role="alert" className="sheetFailure" data-code={failure.code}>
      <p>
        <strong>{say}</strong> {remedy}
      </p>
      {action === 'signIn' ? (
        <SignInButton />
      ) : (
        <button type="button" className="primary" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}

function altOf(photo: Taken): string {
  return photo.phase === 'done' ? `Photo with ${photo.findings.length} found, listed below` : 'Photo';
}
