import { type RefObject, useEffect, useState } from 'react';
import { liveSession } from '../../app';
import { playPicture } from '../../picture/element';
import { followPicture } from '../../picture/live';
import { setPicture } from '../../store/useVisionStore';
import { systemClock } from '../../time/clock';

/**
 * Shows the workflow's picture in this element whenever the session has one.
 * @returns whether it has the shape of the camera's, and so may be cut as that is
 */
export function useWorkflowPicture(video: RefObject<HTMLVideoElement>): boolean {
  const [sameShape, setSameShape] = useState(true);
  useEffect(() => {
    let stop = () => {};
    const show = (picture: typeof liveSession.picture) => {
      stop();
      stop = picture
        ? followPicture(picture.track, { clock: systemClock, play, onState: setPicture })
        : () => {};
    };
    const play = (track: MediaStreamTrack, onFrame: () => void) =>
      video.current ? playPicture(video.current, track, onFrame, setSameShape) : () => {};
    show(liveSession.picture);
    const off = liveSession.onPicture(show);
    return () => {
      off();
      stop();
    };
  }, [video]);
  return sameShape;
}
