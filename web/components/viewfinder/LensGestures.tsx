import type { RefObject } from 'react';
import { useLensGestures } from '../../hooks/camera/useLensGestures';

/** Zoom by two fingers and focus by a tap; seen is where the lens was asked to look. */
export function LensGestures({ area }: { area: RefObject<HTMLElement> }) {
  const mark = useLensGestures(area);
  if (!mark) return null;
  return <span key={mark.id} className="focusMark" style={{ left: mark.x, top: mark.y }} />;
}
