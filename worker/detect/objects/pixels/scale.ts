/** One channel of a photo, which lies upright, to samples of exactly the inner letterbox. */
import { type Size, UPRIGHT } from '../../../media/upright';
import { blendRow } from './blend';
import type { Letterbox } from './letterbox';
import { type PlanePlan, planPlane } from './plan';
import { makeReducer, type Plane, reducedSize } from './reduce';

export type ChannelKind = {
  /** Of the photo, px. */
  size: Size;
  /** Bytes from one sample to the next. */
  step: number;
  /** px square that are averaged before anything else. */
  reduceBy: number;
};

/**
 * Samples of `innerWidth × innerHeight` from `offset`, each a byte after the other; good until the next call.
 */
export type Scaled = { data: Uint8Array; offset: number };
export type Scaler = (plane: Plane) => Scaled;

export function makeScaler({ size, step, reduceBy }: ChannelKind, letterbox: Letterbox): Scaler {
  const { innerWidth, innerHeight } = letterbox;
  const reduce = makeReducer(size, reduceBy);
  const reduced = reducedSize(size, reduceBy);
  const isWhole = size.width === innerWidth * reduceBy && size.height === innerHeight * reduceBy;
  if (isWhole && reduceBy > 1) return reduce;
  const storage = { size: reduced, pxPerSample: reduceBy, step: reduceBy === 1 ? step : 1 };
  const plan = planPlane(size, UPRIGHT, letterbox, storage);
  const data = new Uint8Array(innerWidth * innerHeight);
  return (plane) => {
    blendAll(reduce(plane), plan, data);
    return { data, offset: 0 };
  };
}

function blendAll(plane: Plane, plan: PlanePlan, into: Uint8Array): void {
  const width = plan.across.first.length;
  for (let row = 0; row < plan.down.first.length; row += 1) blendRow(plane, plan, row, into, row * width);
}
