import { useState } from 'react';
import { wordsHere } from '../../errors/words';
import { usePhotoWorkflow } from '../../hooks/results/useSeen';
import { useModal } from '../../hooks/useModal';
import { useWords } from '../../hooks/usePage';
import type { PhotoFacts, PhotoPicture } from '../../photo/photo';
import type { Words } from '../../words/languages';
import { Icon } from '../Icon';
import { Banners } from '../results/Banners';
import { SignInButton } from '../SignInButton';
import { PhotoFindings } from './PhotoFindings';
import { PhotoKeep } from './PhotoKeep';
import { PhotoPictures } from './PhotoPictures';

type Taken = Exclude<PhotoFacts, { phase: 'none' }>;
type Props = { photo: Taken; onRetry(): void; onClose(): void };

/**
 * The photo and what is in it, over the viewfinder. A modal dialog: Escape closes it, and the focus comes
 * back.
 */
export function PhotoSheet({ photo, onRetry, onClose }: Props) {
  const words = useWords();
  const workflow = usePhotoWorkflow();
  const [chosen, choose] = useState(0);
  const pictures = photo.phase === 'done' ? photo.pictures : [];
  const picture = pictures[chosen - 1];
  const url = picture?.url ?? photo.url;
  return (
    <dialog ref={useModal()} className="sheet" aria-label={words.photo.title} onCancel={onClose}>
      <figure className={`photo ${photo.phase}`}>
        {url && (
          <img src={url} alt={picture ? pictureAlt(picture, words.photo) : altOf(photo, words.photo)} />
        )}
        {photo.phase === 'done' && <Banners banners={photo.found.seen.banners} workflow={workflow} />}
        <button type="button" className="sheetClose" aria-label={words.actions.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </figure>
      <div className="sheetBody">
        {pictures.length > 0 && <PhotoPictures pictures={pictures} chosen={chosen} onChoose={choose} />}
        <PhotoAnswer photo={photo} onRetry={onRetry} />
      </div>
    </dialog>
  );
}

function PhotoAnswer({ photo, onRetry }: { photo: Taken; onRetry(): void }) {
  const words = useWords();
  if (photo.phase === 'sending') {
    return (
      <output className="sheetStatus">
        <span className="spinner" aria-hidden="true" /> {words.photo.looking}
      </output>
    );
  }
  if (photo.phase === 'failed') return <PhotoFailure failure={photo.failure} onRetry={onRetry} />;
  return (
    <>
      <PhotoFindings found={photo.found} />
      <PhotoKeep file={photo.file} />
    </>
  );
}

type FailureProps = { failure: Extract<Taken, { phase: 'failed' }>['failure']; onRetry(): void };

function PhotoFailure({ failure, onRetry }: FailureProps) {
  const { actions } = useWords();
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
          {actions.tryAgain}
        </button>
      )}
    </div>
  );
}

function altOf(photo: Taken, words: Words['photo']): string {
  return photo.phase === 'done' ? words.described(photo.found.things.length) : words.title;
}

function pictureAlt({ name, corner }: PhotoPicture, words: Words['photo']): string {
  return corner ? words.cutOut({ name, x: Math.round(corner.x), y: Math.round(corner.y) }) : name;
}
