/** Fingers, mouse and wheel on an element, as changes of how a picture in it is looked at. */
import { moved, type View, WHOLE, zoomed } from '../../photo/zoom';

type Point = { x: number; y: number };
type Change = (by: (view: View) => View) => void;

/** Of a double tap. */
const NEAR = 3;
/** CSS px of a wheel's way in which the scale grows e-fold; a pinch on a touchpad comes in smaller ones. */
const WHEEL_PX = 320;
const PINCH_PX = 100;

/** CSS px that a finger may slip in a tap; and how long (ms) a second tap may follow, which is for enlarging. */
const SLIP_PX = 8;
const DOUBLE_MS = 250;

/** Listens until the signal aborts for a tap that is neither the end of a move nor half of a double tap. */
export function watchTaps(area: HTMLElement, tap: (at: Point) => void, signal: AbortSignal): void {
  let from: Point | null = null;
  let pending = 0;
  const forget = () => {
    clearTimeout(pending);
    pending = 0;
  };
  area.addEventListener(
    'pointerdown',
    ({ isPrimary, clientX: x, clientY: y }) => {
      from = isPrimary ? { x, y } : null;
    },
    { signal },
  );
  area.addEventListener(
    'click',
    ({ clientX: x, clientY: y }) => {
      if (pending !== 0) return forget();
      if (!from || distance(from, { x, y }) > SLIP_PX) return;
      pending = window.setTimeout(() => {
        pending = 0;
        tap({ x, y });
      }, DOUBLE_MS);
    },
    { signal },
  );
  signal.addEventListener('abort', forget);
}

/** Listens until the signal aborts. One finger moves, two pinch, a double tap goes near and back. */
export function watchFingers(area: HTMLElement, change: Change, signal: AbortSignal): void {
  const fingers = new Map<number, Point>();
  const on = <Name extends keyof HTMLElementEventMap>(
    name: Name,
    act: (event: HTMLElementEventMap[Name]) => void,
  ) => area.addEventListener(name, act, { signal, passive: false });
  const up = ({ pointerId }: PointerEvent) => void fingers.delete(pointerId);
  on('pointerdown', (event) => {
    fingers.set(event.pointerId, pointOf(event, area));
    area.setPointerCapture(event.pointerId);
  });
  on('pointermove', (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = pointOf(event, area);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    fingers.set(event.pointerId, now);
    change((view) => (other ? pinched(view, other, before, now) : moved(view, between(before, now))));
  });
  for (const name of ['pointerup', 'pointercancel', 'lostpointercapture'] as const) on(name, up);
  on('dblclick', (event) => {
    const at = pointOf(event, area);
    change((view) => (view.scale > 1 ? WHOLE : zoomed(view, NEAR, at)));
  });
  on('wheel', (event) => {
    event.preventDefault();
    const by = Math.exp(-event.deltaY / (event.ctrlKey ? PINCH_PX : WHEEL_PX));
    const at = pointOf(event, area);
    change((view) => zoomed(view, by, at));
  });
}

/** What was between the two fingers stays between them. */
function pinched(view: View, other: Point, before: Point, now: Point): View {
  const by = distance(other, now) / Math.max(1, distance(other, before));
  const middle = half(other, before);
  return moved(zoomed(view, by, middle), between(middle, half(other, now)));
}

/** From the middle of the area, CSS px. */
function pointOf({ clientX, clientY }: MouseEvent, area: HTMLElement): Point {
  const { left, top, width, height } = area.getBoundingClientRect();
  return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
}

const between = (from: Point, to: Point): Point => ({ x: to.x - from.x, y: to.y - from.y });
const half = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
