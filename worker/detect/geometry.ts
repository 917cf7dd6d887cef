/** A box by its centre, as predictions have it; px. */
export type Extent = { x: number; y: number; width: number; height: number };

export type Edges = { left: number; top: number; right: number; bottom: number };

export function edgesOf({ x, y, width, height }: Extent): Edges {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}

export function extentOf({ left, top, right, bottom }: Edges): Extent {
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/** In square px. */
export function areaOf({ width, height }: Pick<Extent, 'width' | 'height'>): number {
  return width * height;
}

/** Intersection over union, 0 to 1. */
export function overlap(one: Edges, other: Edges): number {
  const shared = sharedArea(one, other);
  return shared === 0 ? 0 : shared / (areaWithin(one) + areaWithin(other) - shared);
}

/** The same, of boxes by their centres. */
export function likeness(one: Extent, other: Extent): number {
  return overlap(edgesOf(one), edgesOf(other));
}

/** The share of the first that lies within the second, 0 to 1. */
export function shareWithin(one: Extent, other: Extent): number {
  return sharedArea(edgesOf(one), edgesOf(other)) / (areaOf(one) || 1);
}

function areaWithin({ left, top, right, bottom }: Edges): number {
  return (right - left) * (bottom - top);
}

function sharedArea(one: Edges, other: Edges): number {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return Math.max(0, width) * Math.max(0, height);
}
