import { useState } from 'react';
import { wordsHere } from '../../errors/words';
import { usePhotoWorkflow } from '../../hooks/results/useSeen';
import { useLazy } from '../../hooks/tools/useLazy';
import { useElapsed } from '../../hooks/useElapsed';
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

/** With what a photo can be looked at closely; until it is there, or where it cannot be had, it stands still. */
const loadView = () => import('./PhotoView');

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
  const alt = picture ? pictureAlt(picture, words.photo) : altOf(photo, words.photo);
  const isDone = photo.phase === 'done';
  const view = useLazy(loadView, isDone);
  return (
    <dialog ref={useModal()} className="sheet" aria-label={words.photo.title} onCancel={onClose}>
      <figure className={`photo ${photo.phase}`}>
        {url && isDone && view ? (
          <view.PhotoView key={chosen} url={url} alt={alt} boxes={picture ? null : photo} />
        ) : (
          url && <img src={url} alt={alt} />
        )}
        {isDone && <Banners banners={photo.found.seen.banners} workflow={workflow} />}
        <button type="button" className="sheetClose" aria-label={words.actions.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </figure>
      <div className="sheetBody">
        {pictures.length > 0 && <PhotoPictures pictures={pictures} chosen={chosen} onChoose={choose} />}
        <PhotoAnswer photo={photo} onRetry={onRetry} onClose={onClose} />
        {isDone && view && <view.PhotoKeptNote kept={photo.kept} />}
      </div>
    </dialog>
  );
}

function PhotoAnswer({ photo, onRetry, onClose }: Props) {
  if (photo.phase === 'reading') return <Progress sinceMs={null} onCancel={onClose} />;
  if (photo.phase === 'sending') return <Progress sinceMs={photo.sinceMs} onCancel={onClose} />;
  if (photo.phase === 'failed') return <PhotoFailure failure={photo.failure} onRetry={onRetry} />;
  return (
    <>
      <PhotoFindings found={photo.found} />
      <PhotoKeep file={photo.file} />
    </>
  );
}

/** The server says nothing of how far it is: the step, and for how long it has been at it. */
function Progress({ sinceMs, onCancel }: { sinceMs: number | null; onCancel(): void }) {
  const { photo, actions } = useWords();
  return (
    <div className="photoProgress">
      <output className="sheetStatus">
        <span className="spinner" aria-hidden="true" /> {sinceMs === null ? photo.reading : photo.looking}
      </output>
      {sinceMs !== null && <Seconds sinceMs={sinceMs} />}
      <button type="button" className="quiet" onClick={onCancel}>
        {actions.cancel}
      </button>
    </div>
  );
}

/** Not read out: it changes each second. */
function Seconds({ sinceMs }: { sinceMs: number }) {
  const { status } = useWords();
  const seconds = useElapsed(sinceMs);
  return (
    <span className="seconds" aria-hidden="true">
      {seconds > 0 && status.seconds({ seconds })}
    </span>
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
      {action === 'signIn' && <SignInButton />}
      {action !== 'none' && action !== 'signIn' && (
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
