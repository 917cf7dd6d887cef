import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { behind, camera, liveSession, resultAges, screenFeed, shownSession, viewfinder } from '../app';
import type { Boxes } from '../behind';
import { afterPicture, bindViewfinder } from '../camera/viewfinder';
import { usePreferences } from '../store/preferences';
import { setAsked, useVisionStore } from '../store/useVisionStore';
import { afterPaint } from '../time/late';
import { useWords } from './usePage';

/** Puts the camera's picture into the area, below all else, and the session's boxes on the canvas over it. */
export function useViewfinder(area: RefObject<HTMLElement>, canvas: RefObject<HTMLCanvasElement>): void {
  const { picture: name } = useWords().viewfinder;
  useLayoutEffect(() => {
    viewfinder.setAttribute('aria-label', name);
    area.current?.prepend(viewfinder);
  }, [area, name]);
  useEffect(() => {
    if (!canvas.current) return;
    const boxes = followBoxes(canvas.current);
    const unbind = bindViewfinder(camera, viewfinder, ({ mirrored }) => {
      boxes.change(mirrored);
      screenFeed.clear();
    });
    afterPaint(() => liveSession.warm());
    return () => {
      unbind();
      boxes.end();
    };
  }, [canvas]);
}

/**
 * Whether the viewfinder has shown a picture, or will show none soon, and LIVE's part is there, which a tap may be
 * waiting for. What nobody has asked for is loaded then; what the first result needs is on its way.
 */
export function useSettled(): boolean {
  const [settled, setSettled] = useState(false);
  useEffect(() => {
    let isThere = true;
    const settle = () => isThere && setSettled(true);
    const load = () => {
      behind.whenThere(({ warmLive }) => warmLive());
      behind.get().then(settle, settle);
    };
    const end = afterPicture(camera, viewfinder, () => afterPaint(load));
    return () => {
      isThere = false;
      end();
    };
  }, []);
  return settled;
}

/** The boxes belong to the picture that is held. */
const isFrozen = () => useVisionStore.getState().frozen !== null;

/** A tap on a box asks for more of its thing. The canvas lets it through to what lies below. */
function watchTaps(canvas: HTMLCanvasElement, boxes: () => Boxes | null): () => void {
  const ended = new AbortController();
  const tap = ({ clientX, clientY }: MouseEvent) => {
    const { left, top } = canvas.getBoundingClientRect();
    setAsked(boxes()?.at({ x: clientX - left, y: clientY - top }) ?? null);
  };
  canvas.parentElement?.addEventListener('click', tap, { signal: ended.signal });
  return () => ended.abort();
}

/** The workflow's own picture has its boxes in it. */
const isCovered = () => useVisionStore.getState().picture === 'shown';
const isTrueToFrame = () => usePreferences.getState().trueToFrame;
const tellAge = (ms: number) => resultAges.tell(ms);

/** The boxes, from when their code is there. */
function followBoxes(canvas: HTMLCanvasElement): Pick<Boxes, 'change' | 'end'> {
  let boxes: Boxes | null = null;
  let isMirrored = false;
  const unwait = behind.whenThere(({ showBoxes }) => {
    boxes = showBoxes(shownSession, viewfinder, canvas, { isTrueToFrame, isCovered, isFrozen, tellAge });
    boxes?.change(isMirrored);
  });
  const offTaps = watchTaps(canvas, () => boxes);
  const offPicture = useVisionStore.subscribe(({ frozen }) => {
    boxes?.hold(frozen !== null);
    if (isCovered()) boxes?.clear();
  });
  return {
    change(mirrored) {
      isMirrored = mirrored;
      boxes?.change(mirrored);
    },
    end() {
      unwait();
      offTaps();
      offPicture();
      boxes?.end();
    },
  };
}
