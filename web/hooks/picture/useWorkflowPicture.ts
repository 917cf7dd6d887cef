import { type RefObject, useEffect, useMemo, useState } from 'react';
import { liveSession } from '../../app';
import { nextPicture } from '../../picture/choice';
import { playPicture } from '../../picture/element';
import { followPicture } from '../../picture/live';
import { keep, preferencesNow, usePreferences } from '../../store/preferences';
import { setPicture, useVisionStore } from '../../store/useVisionStore';
import { systemClock } from '../../time/clock';
import { livePicture, liveWorkflow } from '../useRealTimeInference';

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
  const isEnhancedMode = useVisionStore((state) => state.isEnhancedMode);
  const workflow = useVisionStore((state) => state.workflow);
  const config = useVisionStore((state) => state.config);
  const pictures = usePreferences((state) => state.pictures);
  const picked = usePreferences((state) => state.choice);
  const wish = useMemo(
    () => ({ isEnhancedMode, workflow, config, choice: picked, pictures, forceRelay: false }),
    [isEnhancedMode, workflow, config, picked, pictures],
  );
  const choice = useMemo(() => livePicture(wish), [wish]);
  const id = liveWorkflow(wish).id;
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
