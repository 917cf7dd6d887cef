import { usePictureChoice } from '../../hooks/picture/usePictureChoice';
import { useWords } from '../../hooks/usePage';
import { useVisionStore } from '../../store/useVisionStore';
import { Icon } from '../Icon';

/** Whether the workflow's own picture is shown, and which one where there are several. */
export function PictureSwitch() {
  const { controls } = useWords();
  const { offered, outputs, wanted, toggle, next } = usePictureChoice();
  // Changed while live, it comes with the next peer.
  const pending = useVisionStore(({ picture, session }) => session.phase === 'live' && picture === 'off');
  if (!offered) return null;
  const several = outputs !== null && outputs.length > 1 && typeof wanted === 'string';
  const index = several ? outputs.indexOf(wanted) + 1 : 0;
  return (
    <>
      <button
        type="button"
        className="lensButton pictureSwitch"
        aria-label={controls.picture}
        aria-description={controls.pictureCosts}
        aria-pressed={wanted !== null}
        aria-busy={(wanted !== null && pending) || undefined}
        onClick={toggle}
      >
        <Icon name="picture" />
        <span aria-hidden="true">
          {controls.pictureShort}
          <small>{controls.pictureCosts}</small>
        </span>
      </button>
      {several && (
        <button
          type="button"
          className="lensButton"
          aria-label={controls.nextPicture({ index, count: outputs.length, name: wanted })}
          onClick={next}
        >
          <span>
            <span className="lensName">{controls.view}</span>
            {index}/{outputs.length}
          </span>
        </button>
      )}
    </>
  );
}
