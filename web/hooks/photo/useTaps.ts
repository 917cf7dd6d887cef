import { type RefObject, useEffect } from 'react';
import type { PhotoFound } from '../../photo/photo';
import { tappedThing } from '../../photo/tapped';
import { setAsked } from '../../store/useVisionStore';
import { watchTaps } from './fingers';

/**
 * A tap on a box of a photo asks for more of its thing, however much the photo is enlarged.
 * @param found whose boxes are on the picture; null while there are none
 */
export function useTaps(
  area: RefObject<HTMLElement | null>,
  picture: RefObject<HTMLImageElement | null>,
  found: PhotoFound | null,
): void {
  useEffect(() => {
    if (!area.current || !found) return;
    const things = found.things.map(({ thing }) => thing);
    const ended = new AbortController();
    const tap = (at: { x: number; y: number }) => {
      if (!picture.current) return;
      const { naturalWidth: width, naturalHeight: height } = picture.current;
      const frame = found.frame ?? { width, height };
      setAsked(tappedThing(things, frame, picture.current.getBoundingClientRect(), at));
    };
    watchTaps(area.current, tap, ended.signal);
    return () => ended.abort();
  }, [area, picture, found]);
}
