import { type RefObject, useEffect, useState } from 'react';
import { camera, liveSession, resultAges, screenFeed } from '../app';
import { watchGreyFrames } from '../camera/greyFrames';
import { bindViewfinder } from '../camera/viewfinder';
import { browserOverlayDeps } from '../overlay/browserDeps';
import { createOverlay, type Overlay } from '../overlay/overlay';
import { type PresentingDeps, startPresenting } from '../results/present/presenting';
import { usePreferences } from '../store/preferences';
import { useVisionStore } from '../store/useVisionStore';

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
    const offPicture = useVisionStore.subscribe(() => isCovered() && overlay.clear());
    void camera.begin();
    return () => {
      offPicture();
      boxes.end();
      unbind();
      overlay.destroy();
    };
  }, [video, canvas]);
  return mirrored;
}

/** The workflow's own picture has its boxes in it. */
const isCovered = () => useVisionStore.getState().picture === 'shown';

function sourcesOf(video: HTMLVideoElement, overlay: Overlay): PresentingDeps {
  const isTrueToFrame = () => usePreferences.getState().trueToFrame;
  return {
    source: liveSession,
    watchFrames: (onFrame) => watchGreyFrames(video, () => !isTrueToFrame() && !isCovered(), onFrame),
    show: (drawable) => isCovered() || overlay.show(drawable, drawable.arrivedMs),
    clear: () => overlay.clear(),
    now: () => performance.now(),
    isTrueToFrame,
    tellAge: (ms) => resultAges.tell(ms),
  };
}
