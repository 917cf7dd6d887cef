import { type RefObject, useEffect, useMemo, useState } from 'react';
import { liveSession } from '../../app';
import { nextPicture } from '../../picture/choice';
import { playPicture } from '../../picture/element';
import { followPicture } from '../../picture/live';
import { keep, preferencesNow } from '../../store/preferences';
import { setPicture } from '../../store/useVisionStore';
import { systemClock } from '../../time/clock';
import { liveWorkflow } from '../useRealTimeInference';
import { useWish } from '../workflow/useWish';

/**
 * Shows the workflow's picture in this element whenever the session has one.
 * @returns whether it has the shape of the camera's, and so may be cut as that is
 */
export function useWorkflowPicture(video: RefObject<HTMLVideoElement | null>): boolean {
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

/** The choice of a picture for the workflow that a live session would run, kept on the device. */
export function usePictureChoice() {
  const wish = useWish();
  const { id, picture: choice } = useMemo(() => liveWorkflow(wish), [wish]);
  const choose = (output: string | boolean) => {
    if (id !== undefined) keep({ pictures: { ...preferencesNow().pictures, [id]: output } });
  };
  return {
    ...choice,
    /** Whether the workflow may have a picture at all. */
    offered: id !== undefined && choice.outputs?.length !== 0,
    toggle: () => choose(choice.wanted === null && (choice.outputs?.[0] ?? true)),
    next: () => choose(nextPicture(choice)),
  };
}
