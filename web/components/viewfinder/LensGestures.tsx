import type { RefObject } from 'react';
import { useLensGestures } from '../../hooks/camera/useLensGestures';

type Props = { area: RefObject<HTMLElement>; video: RefObject<HTMLVideoElement> };

/** Zoom by two fingers and focus by a tap; seen is where the lens was asked to look. */
export function LensGestures({ area, video }: Props) {
  const mark = useLensGestures(area, video);
  if (!mark) return null;
  return <span key={mark.id} className="focusMark" style={{ left: mark.x, top: mark.y }} />;
}
