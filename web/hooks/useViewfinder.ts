import { type RefObject, useEffect, useState } from 'react';
import { camera, liveSession, screenFeed } from '../app';
import { bindViewfinder } from '../camera/viewfinder';
import { browserOverlayDeps } from '../overlay/browserDeps';
import { createOverlay } from '../overlay/overlay';
import { useVisionStore } from '../store/useVisionStore';

/** Boxes of these phases still belong to the picture: a redial goes on showing what the old peer sees. */
const SHOWS_BOXES = new Set(['live', 'stalled', 'redialing']);

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
    const unbind = bindViewfinder(camera, video.current, (picture) => {
      setMirrored(picture.mirrored);
      overlay.setMirrored(picture.mirrored);
      overlay.clear();
      screenFeed.clear();
    });
    // The workflow's own picture has its boxes in it.
    const isCovered = () => useVisionStore.getState().picture === 'shown';
    const offPicture = useVisionStore.subscribe(() => isCovered() && overlay.clear());
    // A frame on which the workflow failed says nothing of what is in view: the last boxes stay their time.
    const offResult = liveSession.onResult((result) => result.well && !isCovered() && overlay.show(result));
    const offState = liveSession.onState(({ phase }) => {
      if (!SHOWS_BOXES.has(phase)) overlay.clear();
    });
    void camera.open();
    return () => {
      offPicture();
      offResult();
      offState();
      unbind();
      overlay.destroy();
    };
  }, [video, canvas]);
  return mirrored;
}
