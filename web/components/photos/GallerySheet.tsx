/** Photos of this device, and the way to a new one out of a file. */
import { useRef } from 'react';
import { useGallery } from '../../hooks/photo/useGallery';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useVisionStore } from '../../store/useVisionStore';
import { NAMES } from '../../words/names';
import { Icon } from '../Icon';
import { Sheet } from '../sheets/Sheet';
import { bytesText } from '../status/bytesText';

type Props = { onChoose(file: File): void; onOpen(id: string): void; onClose(): void };

const nameOf = (workflow: string) => (workflow === 'accurate' ? NAMES.accurate : NAMES.fast);

export function GallerySheet({ onChoose, onOpen, onClose }: Props) {
  const { rail, gallery } = useToolWords();
  const workflow = useVisionStore((state) => state.workflow);
  return (
    <Sheet title={rail.gallery} onClose={onClose}>
      <FileChoice onChoose={onChoose} />
      <p className="galleryNote">{gallery.looksAt({ workflow: nameOf(workflow) })}</p>
      <KeptPhotos onOpen={onOpen} />
    </Sheet>
  );
}

/** `image/*`: iOS then hands out a JPEG for its HEIC, and Android its picker of photos. */
function FileChoice({ onChoose }: Pick<Props, 'onChoose'>) {
  const { gallery } = useToolWords();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={({ target }) => target.files?.[0] && onChoose(target.files[0])}
      />
      <button type="button" className="primary" onClick={() => input.current?.click()}>
        <Icon name="picture" /> {gallery.choose}
      </button>
    </>
  );
}

function KeptPhotos({ onOpen }: Pick<Props, 'onOpen'>) {
  const { gallery } = useToolWords();
  const { state, items, bytes, clear, notCleared } = useGallery();
  if (state === 'opening') return null;
  if (items.length === 0) return <p role="status">{state === 'barred' ? gallery.barred : gallery.empty}</p>;
  const amount = bytesText(bytes);
  return (
    <>
      <ul className="galleryItems">
        {items.map(({ id, url, atMs, workflow, count }) => (
          <li key={id}>
            <button type="button" onClick={() => onOpen(id)}>
              <img
                src={url}
                alt={gallery.photo({ date: dateText(atMs), workflow: nameOf(workflow), found: count })}
              />
            </button>
          </li>
        ))}
      </ul>
      <footer className="galleryFoot">
        <p role="status">{gallery.takes({ size: gallery.size(items.length), amount })}</p>
        <button type="button" className="quiet" onClick={clear}>
          {gallery.clear}
        </button>
        {notCleared && <p role="alert">{gallery.notCleared}</p>}
      </footer>
    </>
  );
}

const dateText = (atMs: number) =>
  new Date(atMs).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
