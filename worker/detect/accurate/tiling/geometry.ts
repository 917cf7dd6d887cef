/** Boxes by their centre, as predictions have them; px. */
export type Extent = { x: number; y: number; width: number; height: number };

export type Edges = { left: number; top: number; right: number; bottom: number };

export function edgesOf({ x, y, width, height }: Extent): Edges {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

export function extentOf({ left, top, right, bottom }: Edges): Extent {
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

export function areaOf({ width, height }: Extent): number {
  return width * height;
}

/** In square px. */
export function sharedArea(one: Extent, other: Extent): number {
  const a = edgesOf(one);
  const b = edgesOf(other);
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return Math.max(0, wide) * Math.max(0, high);
}

/** Intersection over union, 0 to 1. */
export function likeness(one: Extent, other: Extent): number {
  const shared = sharedArea(one, other);
  return shared / (areaOf(one) + areaOf(other) - shared || 1);
}

/** The share of the first that lies within the second, 0 to 1. */
export function shareWithin(one: Extent, other: Extent): number {
  return sharedArea(one, other) / (areaOf(one) || 1);
}
