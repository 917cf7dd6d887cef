import { useWords } from '../../hooks/usePage';
import { useVisionStore } from '../../store/useVisionStore';

/** What is seen in place of the picture that was asked for. Here from the start, so that it is read out. */
export function PictureNote() {
  const { viewfinder } = useWords();
  const missing = useVisionStore((state) => state.picture === 'missing' && state.session.phase === 'live');
  return (
    <output className={missing ? 'pictureNote' : 'pictureNote none'}>
      {missing && viewfinder.pictureMissing}
    </output>
  );
}
