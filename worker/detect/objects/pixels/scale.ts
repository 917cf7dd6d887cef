/** One plane, of whatever size and lie, to samples of exactly the inner letterbox, upright. */
import type { Orientation, Size } from '../../../media/upright';
import { uprightSize } from '../../../media/upright';
import type { Letterbox } from '../letterbox';
import { blendRow } from './blend';
import { type PlanePlan, planPlane } from './plan';
import { makeReducer, type Plane, reducedSize } from './reduce';

export type PlaneKind = {
  /** Of the picture as stored, px. */
  stored: Size;
  orientation: Orientation;
  /** Of the plane, samples. */
  size: Size;
  /** px of the picture that one sample stands for. */
  pxPerSample: number;
  /** Bytes from one sample to the next. */
  step: number;
  /** Samples square that are averaged before anything else. */
  reduceBy: number;
};

/** Samples of `innerWidth × innerHeight` from `offset`, each a byte after the other; good until the next call. */
export type Scaled = { data: Uint8Array; offset: number };
export type Scaler = (plane: Plane) => Scaled;

export function makeScaler(kind: PlaneKind, letterbox: Letterbox): Scaler {
  const { stored, orientation, pxPerSample, reduceBy } = kind;
  const reduce = makeReducer(kind.size, reduceBy);
  const size = reducedSize(kind.size, reduceBy);
  const step = reduceBy === 1 ? kind.step : 1;
  if (step === 1 && isInner(kind, size, letterbox)) return reduce;
  const storage = { size, pxPerSample: pxPerSample * reduceBy, step };
  const plan = planPlane(stored, orientation, letterbox, storage);
  const data = new Uint8Array(letterbox.innerWidth * letterbox.innerHeight);
  return (plane) => {
    blendAll(reduce(plane), plan, data);
    return { data, offset: 0 };
  };
}

/** Whether the plane's samples are the letterbox's, one for one. */
function isInner(
  { orientation, stored, pxPerSample, reduceBy }: PlaneKind,
  size: Size,
  { innerWidth, innerHeight }: Letterbox,
): boolean {
  if (orientation.rotation !== 0 || orientation.mirrored) return false;
  const by = pxPerSample * reduceBy;
  const { width, height } = uprightSize(stored, orientation);
  const isWhole = width === innerWidth * by && height === innerHeight * by;
  return isWhole && size.width === innerWidth && size.height === innerHeight;
}

function blendAll(plane: Plane, plan: PlanePlan, into: Uint8Array): void {
  const width = plan.across.first.length;
  for (let row = 0; row < plan.down.first.length; row += 1) blendRow(plane, plan, row, into, row * width);
}
