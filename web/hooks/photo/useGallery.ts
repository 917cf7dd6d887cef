import { useEffect, useState } from 'react';
import { clearPhotos, type KeptFacts, keptPhotos } from '../../photo/gallery';

/** `url`: of the small picture, as long as the component is there. */
export type GalleryItem = Omit<KeptFacts, 'thumb'> & { url: string };
type Gallery = { state: 'opening' | 'open' | 'barred'; items: GalleryItem[] };

const BARRED: Gallery = { state: 'barred', items: [] };

/** What the device keeps, and how to be rid of it. */
export function useGallery() {
  const [gallery, show] = useState<Gallery>({ state: 'opening', items: [] });
  const [notCleared, refuse] = useState(false);
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
  const clear = () =>
    void clearPhotos().then(
      () => show({ state: 'open', items: [] }),
      () => refuse(true),
    );
  return { ...gallery, bytes: sum(gallery.items), clear, notCleared };
}

function itemOf({ thumb, ...facts }: KeptFacts, urls: string[]): GalleryItem {
  const url = URL.createObjectURL(new Blob([thumb], { type: 'image/jpeg' }));
  urls.push(url);
  return { ...facts, url };
}

const sum = (items: GalleryItem[]) => items.reduce((all, { bytes }) => all + bytes, 0);
