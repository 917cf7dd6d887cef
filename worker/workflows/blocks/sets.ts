/** What blocks hand on: sets of things seen, and any JSON. */
import type { Detections, WirePrediction } from '../../detect/types';
import { Shares } from './points';
import type { Moment } from './types';

/** A thing as a workflow's blocks enrich it (core_steps/common/serializers.py:80-267). */
export type Thing = WirePrediction & {
  tracker_id?: number;
  /** Seconds. */
  time_in_zone?: number;
  /** Both in px a second, or metres where the block knows their size. */
  velocity?: [number, number];
  speed?: number;
  smoothed_velocity?: [number, number];
  smoothed_speed?: number;
};

export class DetectionSet {
  constructor(
    readonly things: readonly Thing[],
    readonly facts: {
      /** An empty one still says the picture's size: detectors leave it, trackers and counters do not. */
      sized: boolean;
      /** Its things are numbered, or would be if there were any. */
      tracked: boolean;
    },
  ) {}

  /** The same with other things of the same kind. */
  of(things: readonly Thing[]): DetectionSet {
    return new DetectionSet(things, this.facts);
  }
}

export function detectedIn({ predictions }: Detections, parent: string): DetectionSet {
  const things = predictions.map((each) => ({ ...each, parent_id: parent }));
  return new DetectionSet(things, { sized: true, tracked: false });
}

export function writeSet(
  { things, facts }: DetectionSet,
  { width, height }: Pick<Moment, 'width' | 'height'>,
) {
  const image = things.length > 0 || facts.sized ? { width, height } : { width: null, height: null };
  return { image, predictions: things.map(writeThing) };
}

/** A turned rectangle's sides overwrite the box's own (core_steps/common/serializers.py, BOUNDING_RECT_*). */
function writeThing({ rectangle, ...thing }: Thing) {
  if (!rectangle) return thing;
  const { corners, width, height, angle } = rectangle;
  return { ...thing, width, height, rect: corners, angle };
}

/** A block's value as JSON. */
export function writeValue(value: unknown, moment: Moment): unknown {
  if (value instanceof DetectionSet) return writeSet(value, moment);
  if (value instanceof Shares)
    return value.toPixels(moment).map(({ x, y }) => [Math.round(x), Math.round(y)]);
  if (Array.isArray(value)) return value.map((each) => writeValue(each, moment));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, writeValue(each, moment)]));
}
