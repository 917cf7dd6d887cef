import { useMemo } from 'react';
import { nextPicture } from '../../picture/choice';
import { keep, preferencesNow } from '../../store/preferences';
import { liveWorkflow } from '../useRealTimeInference';
import { useWish } from '../workflow/useWish';

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
