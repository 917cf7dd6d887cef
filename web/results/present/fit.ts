/**
 * The one motion that most of a thing's points agree on: a shift, and a growth around the points' middle, as
 * Kalal, Mikolajczyk and Matas fit it ("Forward-Backward Error", Median Flow, 2010).
 */

/** A point's way: from (`x`, `y`) to (`toX`, `toY`), px, and how much its word counts. */
export type Way = { x: number; y: number; toX: number; toY: number; weight: number };
/** `to = scale · from + shift`, on each axis. `agreed`: share of the weight that went this way. */
export type Motion = { scale: number; shiftX: number; shiftY: number; agreed: number; count: number };

/** px: how far a point may stray from the others, and as a share of the way. */
const STRAY = 0.8;
const STRAY_SHARE = 0.12;
const LEAST_FOR_SCALE = 5;
/** A thing that comes nearer faster than this between two frames is a wrong guess. */
const MOST_GROWTH = 1.12;

/** @returns null where there are no points, or no two that agree */
export function fitMotion(ways: readonly Way[]): Motion | null {
  const total = ways.reduce((sum, { weight }) => sum + weight, 0);
  if (total <= 0) return null;
  const midX = weightedMedian(ways, 'x', total);
  const midY = weightedMedian(ways, 'y', total);
  const stray = STRAY + STRAY_SHARE * Math.hypot(midX, midY);
  const agreeing = ways.filter(
    ({ x, y, toX, toY, weight }) => weight > 0 && Math.hypot(toX - x - midX, toY - y - midY) <= stray,
  );
  const weight = agreeing.reduce((sum, way) => sum + way.weight, 0);
  if (agreeing.length === 0) return null;
  const mean = (of: (way: Way) => number) =>
    agreeing.reduce((sum, way) => sum + of(way) * way.weight, 0) / weight;
  const [fromX, fromY] = [mean((way) => way.x), mean((way) => way.y)];
  const scale = growth(agreeing, fromX, fromY, mean);
  return {
    scale,
    shiftX: mean((way) => way.toX) - scale * fromX,
    shiftY: mean((way) => way.toY) - scale * fromY,
    agreed: weight / total,
    count: agreeing.length,
  };
}

/** Least squares; 1 where the points are too few, or too close together, to tell. */
function growth(
  ways: readonly Way[],
  fromX: number,
  fromY: number,
  mean: (of: (way: Way) => number) => number,
): number {
  if (ways.length < LEAST_FOR_SCALE) return 1;
  const [toX, toY] = [mean((way) => way.toX), mean((way) => way.toY)];
  let [over, under] = [0, 0];
  for (const way of ways) {
    const [x, y] = [way.x - fromX, way.y - fromY];
    over += way.weight * (x * (way.toX - toX) + y * (way.toY - toY));
    under += way.weight * (x * x + y * y);
  }
  // A spread of less than a few px: the noise of the search would pass for growth.
  if (under < 12 * ways.length) return 1;
  return Math.min(MOST_GROWTH, Math.max(1 / MOST_GROWTH, over / under));
}

/** What is sorted, in place of arrays that would be made anew some hundred times a second. */
const MOST = 64;
const values = new Float64Array(MOST);
const weights = new Float64Array(MOST);

/** Of the ways along one axis, px. */
function weightedMedian(ways: readonly Way[], axis: 'x' | 'y', total: number): number {
  const count = Math.min(MOST, ways.length);
  for (let at = 0; at < count; at += 1) {
    const way = ways[at] as Way;
    insert(at, axis === 'x' ? way.toX - way.x : way.toY - way.y, way.weight);
  }
  let sum = 0;
  for (let at = 0; at < count; at += 1) {
    sum += weights[at] as number;
    if (sum >= total / 2) return values[at] as number;
  }
  return 0;
}

/** Among the first `count`, which are sorted. */
function insert(count: number, value: number, weight: number): void {
  let at = count;
  for (; at > 0 && (values[at - 1] as number) > value; at -= 1) {
    values[at] = values[at - 1] as number;
    weights[at] = weights[at - 1] as number;
  }
  values[at] = value;
  weights[at] = weight;
}
