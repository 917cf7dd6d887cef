import { type RefObject, useEffect, useState } from 'react';
import { camera, screenFeed, shownSession } from '../app';
import { watchGreyFrames } from '../camera/greyFrames';
import { bindViewfinder } from '../camera/viewfinder';
import { browserOverlayDeps } from '../overlay/browserDeps';
import { createOverlay, type Overlay } from '../overlay/overlay';
import { type PresentingDeps, startPresenting } from '../results/present/presenting';
import { usePreferences } from '../store/preferences';
import { setAsked, useVisionStore } from '../store/useVisionStore';

/**
 * Puts the camera's picture and the session's boxes on the two elements. @returns whether to show it as in a
 * mirror
 */
export function useViewfinder(
  video: RefObject<HTMLVideoElement | null>,
  canvas: RefObject<HTMLCanvasElement | null>,
): boolean {
  const [mirrored, setMirrored] = useState(false);
  useEffect(() => {
    const deps = video.current && canvas.current && browserOverlayDeps(canvas.current, video.current);
    if (!video.current || !deps) return;
    const overlay = createOverlay(deps);
    const boxes = startPresenting(sourcesOf(video.current, overlay));
    const unbind = bindViewfinder(camera, video.current, (picture) => {
      setMirrored(picture.mirrored);
      overlay.setMirrored(picture.mirrored);
      boxes.forget();
      screenFeed.clear();
    });
    const offTaps = watchTaps(canvas.current, overlay);
    const offPicture = useVisionStore.subscribe(({ frozen }) => {
      overlay.hold(frozen !== null);
      if (isCovered()) overlay.clear();
    });
    void camera.open();
    return () => {
      offTaps();
      offPicture();
      boxes.end();
      unbind();
      overlay.destroy();
    };
  }, [video, canvas]);
  return mirrored;
}

/** The boxes belong to the picture that is held. */
const isFrozen = () => useVisionStore.getState().frozen !== null;

/** A tap on a box asks for more of its thing. The canvas lets it through to what lies below. */
function watchTaps(canvas: HTMLCanvasElement | null, overlay: Overlay): () => void {
  const ended = new AbortController();
  const tap = ({ clientX, clientY }: MouseEvent) => {
    const { left = 0, top = 0 } = canvas?.getBoundingClientRect() ?? {};
    setAsked(overlay.at({ x: clientX - left, y: clientY - top }));
  };
  canvas?.parentElement?.addEventListener('click', tap, { signal: ended.signal });
  return () => ended.abort();
}

/** The workflow's own picture has its boxes in it. */
const isCovered = () => useVisionStore.getState().picture === 'shown';

function sourcesOf(video: HTMLVideoElement, overlay: Overlay): PresentingDeps {
  const isTrueToFrame = () => usePreferences.getState().trueToFrame;
  return {
    source: shownSession,
    watchFrames: (onFrame) => watchGreyFrames(video, () => !isTrueToFrame() && !isCovered(), onFrame),
    show: (drawable) => isCovered() || isFrozen() || overlay.show(drawable, drawable.arrivedMs),
    clear: () => isFrozen() || overlay.clear(),
    now: () => performance.now(),
    isTrueToFrame,
  };
}
