/**
 * One channel of a frame, in the kernels' memory: from its plane to samples of exactly the inner letterbox,
 * upright.
 */
import type { Orientation, Size } from '../../../media/upright';
import type { Kernels, Layout } from './kernels';
import type { Letterbox } from './letterbox';
import { planPlane } from './plan';
import { reducedSize, reduceInPlace, stepsOf } from './reduce';
import { isExact, TAP_BYTES, tapsToBytes } from './taps';

/** One plane of a frame, and what its samples are to become. */
export type PlaneKind = {
  /** Where it lies. */
  at: number;
  /** Samples. */
  size: Size;
  /** Samples square that are averaged before anything else. */
  reduceBy: number;
  /** px of the stored picture that one sample stands for. */
  pxPerSample: number;
  /** Whether samples between samples are blended; the nearest is taken otherwise. */
  isBlended: boolean;
};

export type Channel = {
  /** Where its samples are once they are made: `innerWidth × innerHeight`, upright. */
  samplesAt: number;
  /** @returns makes them out of the plane, which it may overwrite. */
  open(buffer: ArrayBuffer, kernels: Kernels): () => void;
};

/** The whole frame as stored, and where it goes. */
export type Task = { stored: Size; orientation: Orientation; letterbox: Letterbox };

export function planChannel(plane: PlaneKind, task: Task, layout: Layout): Channel {
  const { at, size, reduceBy } = plane;
  const steps = stepsOf(size, reduceBy);
  const resampled = isInner(plane, task)
    ? null
    : planResampling(plane, reducedSize(size, reduceBy), task, layout);
  return {
    samplesAt: resampled?.samplesAt ?? at,
    open(buffer, kernels) {
      const resample = resampled?.open(buffer, kernels);
      return () => {
        reduceInPlace(kernels, at, steps);
        resample?.();
      };
    },
  };
}

/** Whether the reduced plane's samples are the letterbox's, one for one. */
function isInner(
  { reduceBy, pxPerSample }: PlaneKind,
  { stored, orientation, letterbox: { innerWidth, innerHeight } }: Task,
): boolean {
  if (orientation.rotation !== 0 || orientation.mirrored) return false;
  const by = pxPerSample * reduceBy;
  return stored.width === innerWidth * by && stored.height === innerHeight * by;
}

function planResampling(
  { at, reduceBy, pxPerSample, isBlended }: PlaneKind,
  size: Size,
  { stored, orientation, letterbox }: Task,
  layout: Layout,
): Channel {
  const { innerWidth, innerHeight } = letterbox;
  const storage = { size, pxPerSample: pxPerSample * reduceBy, step: 1 };
  const { across, down } = planPlane(stored, orientation, letterbox, storage);
  const taps = tapsToBytes(across, down);
  const tapsAt = layout.reserve(taps.byteLength);
  const downAt = tapsAt + TAP_BYTES * innerWidth;
  const samplesAt = layout.reserve(innerWidth * innerHeight);
  return {
    samplesAt,
    open(buffer, { blend, take }) {
      new Uint8Array(buffer).set(taps, tapsAt);
      const resample = isBlended && !isExact(across, down) ? blend : take;
      return () => resample(at, tapsAt, downAt, samplesAt, innerWidth, innerHeight);
    },
  };
}
