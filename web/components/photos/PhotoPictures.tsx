import { useWords } from '../../hooks/usePage';
import type { PhotoPicture } from '../../photo/photo';

type Props = {
  pictures: PhotoPicture[];
  /** 0 is the photo itself; then the pictures. */
  chosen: number;
  onChoose(index: number): void;
};

/** The photo, or one of the pictures that the workflow made of it. */
export function PhotoPictures({ pictures, chosen, onChoose }: Props) {
  const { photo } = useWords();
  const names = pictures.length === 1 ? [photo.workflowPicture] : pictures.map(({ name }) => name);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings a legend and a form's looks; these are toggles
    <div role="group" aria-label={photo.shown} className="switch photoPictures">
      {[photo.own, ...names].map((name, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: two may have the same name, and the list never changes
          key={index}
          type="button"
          aria-pressed={index === chosen}
          onClick={() => onChoose(index)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
