import { useEffect, useRef, useState } from 'react';
import { clearPhotos, forgetPhoto, type KeptFacts, keptPhotos } from '../../photo/gallery';

/** `url`: of the small picture, as long as the component is there. */
export type GalleryItem = Omit<KeptFacts, 'thumb'> & { url: string };
type Gallery = { state: 'opening' | 'open' | 'barred'; items: GalleryItem[] };
/** What did not work, until something else is tried. */
type Refused = 'notCleared' | 'notDeleted' | 'notRestored' | null;
/** The photo that was deleted last, as long as it can be brought back. */
type Deleted = { item: GalleryItem; restore(): Promise<void> };

const BARRED: Gallery = { state: 'barred', items: [] };
/** ms */
const UNDO_MS = 8_000;

/** What the device keeps, and how to be rid of it: of all at once, or of one, which can be brought back. */
export function useGallery() {
  const { gallery, showItems } = useKept();
  const [refused, refuse] = useState<Refused>(null);
  const { deleted, offer, withdraw } = useDeleted();
  const attempt = (work: Promise<void>, otherwise: Refused) => {
    refuse(null);
    work.catch(() => refuse(otherwise));
  };
  const clear = async () => {
    await clearPhotos();
    withdraw();
    showItems(() => []);
  };
  const forget = async (item: GalleryItem) => {
    const restore = await forgetPhoto(item.id);
    showItems((items) => items.filter(({ id }) => id !== item.id));
    if (restore) offer({ item, restore });
  };
  const undo = async ({ item, restore }: Deleted) => {
    withdraw();
    await restore();
    showItems((items) => [...items, item].sort((a, b) => (a.id < b.id ? 1 : -1)));
  };
  return {
    ...gallery,
    refused,
    bytes: sum(gallery.items),
    clear: () => attempt(clear(), 'notCleared'),
    forget: (item: GalleryItem) => attempt(forget(item), 'notDeleted'),
    /** Null where there is nothing to bring back, or no more. */
    undo: deleted && { id: deleted.item.id, act: () => attempt(undo(deleted), 'notRestored') },
  };
}

function useKept() {
  const [gallery, show] = useState<Gallery>({ state: 'opening', items: [] });
  useEffect(() => {
    let isThere = true;
    const urls: string[] = [];
    const open = (kept: KeptFacts[]) => {
      if (isThere) show({ state: 'open', items: kept.map((each) => itemOf(each, urls)) });
    };
    keptPhotos().then(open, () => isThere && show(BARRED));
    return () => {
      isThere = false;
      for (const url of urls) URL.revokeObjectURL(url);
    };
  }, []);
  const showItems = (by: (items: GalleryItem[]) => GalleryItem[]) =>
    show((before) => ({ state: 'open', items: by(before.items) }));
  return { gallery, showItems };
}

function useDeleted() {
  const [deleted, show] = useState<Deleted | null>(null);
  const timer = useRef(0);
  const withdraw = () => {
    clearTimeout(timer.current);
    show(null);
  };
  const offer = (next: Deleted) => {
    withdraw();
    show(next);
    timer.current = window.setTimeout(() => show(null), UNDO_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  return { deleted, offer, withdraw };
}

function itemOf({ thumb, ...facts }: KeptFacts, urls: string[]): GalleryItem {
  const url = URL.createObjectURL(new Blob([thumb], { type: 'image/jpeg' }));
  urls.push(url);
  return { ...facts, url };
}

const sum = (items: GalleryItem[]) => items.reduce((all, { bytes }) => all + bytes, 0);
