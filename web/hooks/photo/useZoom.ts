import { type RefObject, useEffect, useMemo, useState } from 'react';
import { held, moved, STEP, type View, WHOLE, zoomed } from '../../photo/zoom';
import { watchFingers } from './fingers';

const MIDDLE = { x: 0, y: 0 };
/** CSS px of one press of an arrow. */
const PAN = 60;

/**
 * Lets a picture be enlarged and moved inside of an element, by fingers, wheel, keys and buttons. Past React,
 * which is told how much it is enlarged and no more.
 */
export function useZoom(
  area: RefObject<HTMLElement | null>,
  picture: RefObject<HTMLImageElement | null>,
): { scale: number; closer(): void; farther(): void; whole(): void } {
  const [scale, tell] = useState(1);
  const zoom = useMemo(() => createZoom(area, picture, tell), [area, picture]);
  useEffect(() => {
    if (!area.current) return;
    const ended = new AbortController();
    watchFingers(area.current, zoom.change, ended.signal);
    const onKey = (event: KeyboardEvent) => zoom.press(event.key) && event.preventDefault();
    area.current.addEventListener('keydown', onKey, { signal: ended.signal });
    // A turned phone has another area.
    addEventListener('resize', () => zoom.change((view) => view), { signal: ended.signal });
    return () => ended.abort();
  }, [area, zoom]);
  return {
    scale,
    closer: () => zoom.press('+'),
    farther: () => zoom.press('-'),
    whole: () => zoom.press('0'),
  };
}

type Change = (view: View) => View;

const KEYS: Record<string, Change> = {
  '+': (view) => zoomed(view, STEP, MIDDLE),
  '=': (view) => zoomed(view, STEP, MIDDLE),
  '-': (view) => zoomed(view, 1 / STEP, MIDDLE),
  '0': () => WHOLE,
  ArrowLeft: (view) => moved(view, { x: PAN, y: 0 }),
  ArrowRight: (view) => moved(view, { x: -PAN, y: 0 }),
  ArrowUp: (view) => moved(view, { x: 0, y: PAN }),
  ArrowDown: (view) => moved(view, { x: 0, y: -PAN }),
};

function createZoom(
  area: RefObject<HTMLElement | null>,
  picture: RefObject<HTMLImageElement | null>,
  tell: (scale: number) => void,
) {
  let view = WHOLE;
  const change = (by: Change) => {
    if (!area.current || !picture.current) return;
    const { clientWidth: width, clientHeight: height } = area.current;
    const { offsetWidth, offsetHeight } = picture.current;
    view = held(by(view), { width, height }, { width: offsetWidth, height: offsetHeight });
    picture.current.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`;
    tell(view.scale);
  };
  /** @returns whether the key means something here */
  const press = (key: string): boolean => {
    const by = KEYS[key];
    if (by) change(by);
    return by !== undefined;
  };
  return { change, press };
}
