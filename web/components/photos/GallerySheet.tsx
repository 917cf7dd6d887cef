/** Photos of this device, and the way to a new one out of a file. */
import { useRef } from 'react';
import { type GalleryItem, useGallery } from '../../hooks/photo/useGallery';
import { useHandedFocus } from '../../hooks/photo/useHandedFocus';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useVisionStore } from '../../store/useVisionStore';
import { NAMES } from '../../words/names';
import { Icon } from '../Icon';
import { Sheet } from '../sheets/Sheet';
import { bytesText } from '../status/bytesText';
import { ToolIcon } from '../tools/ToolIcon';

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
  const { gallery: words } = useToolWords();
  const { state, items, bytes, clear, forget, undo, refused } = useGallery();
  if (state === 'opening') return null;
  const amount = bytesText(bytes);
  return (
    <>
      {items.length === 0 ? (
        <p role="status">{state === 'barred' ? words.barred : words.empty}</p>
      ) : (
        <ul className="galleryItems">
          {items.map((item) => (
            <KeptPhoto key={item.id} item={item} onOpen={onOpen} onForget={forget} />
          ))}
        </ul>
      )}
      <footer className="galleryFoot">
        {items.length > 0 && (
          <>
            <p role="status">{words.takes({ size: words.size(items.length), amount })}</p>
            <button type="button" className="quiet" onClick={clear}>
              {words.clear}
            </button>
          </>
        )}
        {undo && <Undo key={undo.id} onUndo={undo.act} />}
        {refused && <p role="alert">{words[refused]}</p>}
      </footer>
    </>
  );
}

type KeptProps = { item: GalleryItem; onOpen(id: string): void; onForget(item: GalleryItem): void };

function KeptPhoto({ item, onOpen, onForget }: KeptProps) {
  const { gallery } = useToolWords();
  const { id, url, workflow, count } = item;
  const date = dateText(item.atMs);
  return (
    <li>
      <button type="button" onClick={() => onOpen(id)}>
        <img src={url} alt={gallery.photo({ date, workflow: nameOf(workflow), found: count })} />
      </button>
      <button
        type="button"
        className="forget"
        aria-label={gallery.forget({ date })}
        onClick={() => onForget(item)}
      >
        <ToolIcon name="bin" />
      </button>
    </li>
  );
}

/** For some seconds. It has the focus of the photo that is gone. */
function Undo({ onUndo }: { onUndo(): void }) {
  const { gallery } = useToolWords();
  return (
    <div role="status" className="undo">
      {gallery.deleted}
      <button ref={useHandedFocus()} type="button" className="quiet" onClick={onUndo}>
        {gallery.undo}
      </button>
    </div>
  );
}

const dateText = (atMs: number) =>
  new Date(atMs).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
