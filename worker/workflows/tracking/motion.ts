/**
 * Where a box is expected: a Kalman filter of constant velocity over its centre, its shape (width to height)
 * and its height. In ByteTrack's filter these four never mix, so each is a filter of two numbers.
 * Source: supervision 0.30.9, tracker/byte_tracker/kalman_filter.py.
 */

/** Edges, in any unit. */
export type Edges = { left: number; top: number; right: number; bottom: number };

/** A position and its change a frame, with their covariance. */
type Axis = { at: number; speed: number; varAt: number; shared: number; varSpeed: number };
/** x and y of the centre, width to height, height. */
type Axes = [Axis, Axis, Axis, Axis];

const POSITION = 1 / 20;
const VELOCITY = 1 / 160;
const SHAPE = 2;
const HEIGHT = 3;
const SHAPE_NOISE = { at: 1e-2, speed: 1e-5, seen: 1e-1 };

export class Motion {
  private readonly axes: Axes;

  constructor(box: Edges) {
    const seen = measure(box);
    const height = seen[HEIGHT];
    this.axes = seen.map((at, axis) => begin(at, axis, height)) as Axes;
  }

  /** One frame on. @param isLost a box that was not seen is not expected to grow. */
  predict(isLost: boolean): void {
    if (isLost) this.axes[HEIGHT].speed = 0;
    const height = this.axes[HEIGHT].at;
    this.axes.forEach((axis, index) => {
      const [at, speed] = noiseOf(index, height);
      axis.at += axis.speed;
      axis.varAt += 2 * axis.shared + axis.varSpeed + at ** 2;
      axis.shared += axis.varSpeed;
      axis.varSpeed += speed ** 2;
    });
  }

  correct(box: Edges): void {
    const seen = measure(box);
    const height = this.axes[HEIGHT].at;
    this.axes.forEach((axis, index) => {
      const noise = index === SHAPE ? SHAPE_NOISE.seen : POSITION * height;
      pull(axis, seen[index] as number, noise ** 2);
    });
  }

  get box(): Edges {
    const [x, y, shape, height] = this.axes.map(({ at }) => at) as [number, number, number, number];
    const [across, down] = [(shape * height) / 2, height / 2];
    return { left: x - across, top: y - down, right: x + across, bottom: y + down };
  }
}

function begin(at: number, axis: number, height: number): Axis {
  const isShape = axis === SHAPE;
  const std = isShape ? SHAPE_NOISE.at : 2 * POSITION * height;
  const stdSpeed = isShape ? SHAPE_NOISE.speed : 10 * VELOCITY * height;
  return { at, speed: 0, varAt: std ** 2, shared: 0, varSpeed: stdSpeed ** 2 };
}

function noiseOf(axis: number, height: number): [number, number] {
  return axis === SHAPE ? [SHAPE_NOISE.at, SHAPE_NOISE.speed] : [POSITION * height, VELOCITY * height];
}

function pull(axis: Axis, seen: number, noise: number): void {
  const { varAt, shared } = axis;
  const spread = varAt + noise;
  const off = seen - axis.at;
  axis.at += (varAt / spread) * off;
  axis.speed += (shared / spread) * off;
  axis.varAt -= varAt ** 2 / spread;
  axis.shared -= (varAt * shared) / spread;
  axis.varSpeed -= shared ** 2 / spread;
}

function measure({ left, top, right, bottom }: Edges): [number, number, number, number] {
  return [(left + right) / 2, (top + bottom) / 2, (right - left) / (bottom - top), bottom - top];
}
