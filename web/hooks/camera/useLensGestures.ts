import { type RefObject, useEffect, useState } from 'react';
import { camera, viewfinder } from '../../app';
import { watchPinch } from '../../camera/pinch';
import { coverMapping, fromView, type Point } from '../../overlay/geometry';
import { useVisionStore } from '../../store/useVisionStore';

/** Where the lens was asked to focus, CSS px of the viewfinder; `id` tells one tap from the next. */
export type FocusMark = Point & { id: number };

/** Two fingers zoom; a tap focuses and exposes for its point, where this lens can. @returns the last tap */
export function useLensGestures(area: RefObject<HTMLElement>): FocusMark | null {
  const [mark, setMark] = useState<FocusMark | null>(null);
  useEffect(() => {
    const field = area.current;
    if (!field) return;
    const offPinch = watchPinch(field, lens);
    const focus = ({ clientX, clientY }: MouseEvent) => {
      const { left, top } = field.getBoundingClientRect();
      const at = { x: clientX - left, y: clientY - top };
      if (focusAt(at)) setMark((last) => ({ ...at, id: (last?.id ?? 0) + 1 }));
    };
    field.addEventListener('click', focus);
    return () => {
      offPinch();
      field.removeEventListener('click', focus);
    };
  }, [area]);
  return mark;
}

const lens = {
  zoom: () => {
    const { camera: facts } = useVisionStore.getState();
    return facts.phase === 'on' ? (facts.zoom?.value ?? null) : null;
  },
  setZoom: (value: number) => camera.setZoom(value),
};

/** @returns whether the lens was asked: not where it has no focus to set, nor beside the picture */
function focusAt(at: Point): boolean {
  const { camera: facts } = useVisionStore.getState();
  if (facts.phase !== 'on' || !facts.focus) return false;
  const picture = { width: viewfinder.videoWidth, height: viewfinder.videoHeight };
  const view = { width: viewfinder.clientWidth, height: viewfinder.clientHeight };
  const mapping = coverMapping(picture, picture, view, facts.mirrored);
  if (!mapping) return false;
  const { x, y } = fromView(mapping, at);
  void camera.focusAt({ x: x / picture.width, y: y / picture.height });
  return true;
}
