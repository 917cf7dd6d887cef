/**
 * How a picture is looked at: enlarged about a point and moved. CSS px, origin in the middle of the area that
 * shows it; at `scale` 1 the whole picture is seen, and nothing is moved.
 */
export type View = { scale: number; x: number; y: number };
type Point = { x: number; y: number };
type Size = { width: number; height: number };

export const WHOLE: View = { scale: 1, x: 0, y: 0 };
export const MOST_ZOOM = 8;
/** One press of a button or key. */
export const STEP = 1.5;

/** The same picture point stays under `at`. @param by factor */
export function zoomed(view: View, by: number, at: Point): View {
  const scale = Math.min(MOST_ZOOM, Math.max(1, view.scale * by));
  const grown = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * grown, y: at.y - (at.y - view.y) * grown };
}

export function moved(view: View, by: Point): View {
  return { ...view, x: view.x + by.x, y: view.y + by.y };
}

/**
 * No edge of the picture comes inside of the area while the picture covers it; what is smaller stays in the
 * middle.
 * @param picture its size at scale 1
 */
export function held(view: View, area: Size, picture: Size): View {
  const { scale } = view;
  return {
    scale,
    x: within(view.x, (picture.width * scale - area.width) / 2),
    y: within(view.y, (picture.height * scale - area.height) / 2),
  };
}

/** Never -0, which a transform would write out. */
function within(value: number, room: number): number {
  const most = Math.max(0, room);
  return Math.min(most, Math.max(-most, value)) || 0;
}
