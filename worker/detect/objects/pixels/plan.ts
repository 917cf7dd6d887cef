/**
 * Everything about filling a model's input that depends on sizes alone: made once for a stream, used for each
 * frame.
 */
import type { Orientation, Size } from '../../../media/upright';
import { uprightSize } from '../../../media/upright';
import type { Letterbox } from './letterbox';
import { makeTaps, reduction, type Taps } from './taps';

/** Where the samples of one plane go. */
export type PlanePlan = { across: Taps; down: Taps };

/** How a plane is stored: px of the picture that one sample stands for, bytes from one sample to the next. */
export type Storage = { size: Size; pxPerSample: number; step: number };

/**
 * `across` steps along the upright picture's rows, `down` along its columns; where the picture lies on its
 * side, the one steps along the stored columns and the other along the rows, and nothing needs to be turned.
 */
export function planPlane(
  stored: Size,
  orientation: Orientation,
  letterbox: Letterbox,
  storage: Storage,
): PlanePlan {
  const { rotation, mirrored } = orientation;
  const alongRow = { length: stored.width, samples: storage.size.width, step: storage.step };
  const alongColumn = {
    length: stored.height,
    samples: storage.size.height,
    step: storage.step * storage.size.width,
  };
  const sideways = rotation === 90 || rotation === 270;
  // Turned clockwise by 90°, the upright picture's rows run up the stored columns; by 270°, down them.
  const rowBackwards = (rotation === 180 || rotation === 270) !== mirrored;
  const columnBackwards = rotation === 90 || rotation === 180;
  const { pxPerSample } = storage;
  const row = { ...alongRow, reversed: rowBackwards, pxPerSample };
  const column = { ...alongColumn, reversed: columnBackwards, pxPerSample };
  const [across, down] = sideways ? [column, row] : [row, column];
  return {
    across: makeTaps({ ...across, count: letterbox.innerWidth }),
    down: makeTaps({ ...down, count: letterbox.innerHeight }),
  };
}

/** px square to average before blending. */
export function reductionFor(stored: Size, orientation: Orientation, letterbox: Letterbox): number {
  return reduction(uprightSize(stored, orientation), letterbox.innerWidth, letterbox.innerHeight);
}
