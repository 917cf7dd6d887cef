/** Blocks that remember the frames before: numbers for things, lines that they cross, time and speed. */
import { ByteTrack } from '../tracking/byte-track';
import type { Block } from './block';
import type { Kind } from './kinds';
import {
  ANCHOR_NAMES,
  type Anchor,
  anchorOf,
  CORNERS,
  edgesOf,
  isInside,
  type Point,
  sideOf,
} from './points';
import { DetectionSet, type Thing } from './sets';
import type { Moment } from './types';

const OBJECTS: readonly Kind[] = ['object_detection_prediction'];
const OBJECTS_AND_MASKS: readonly Kind[] = [
  'object_detection_prediction',
  'instance_segmentation_prediction',
];
const NUMBERED = { sized: false, tracked: true };
const numbered = (things: readonly Thing[]) => new DetectionSet(things, NUMBERED);

const MOST_FRAMES = 10_000;
/** Numbers that are remembered; the platform's own default. */
const MOST_SEEN = 16_384;

/** Source: core_steps/transformations/byte_tracker/v3.py. */
export const byteTracker: Block = {
  outputs: { tracked_detections: OBJECTS, new_instances: OBJECTS, already_seen_instances: OBJECTS },
  takes: {
    track_activation_threshold: ['float_zero_to_one'],
    lost_track_buffer: ['integer'],
    minimum_matching_threshold: ['float_zero_to_one'],
    minimum_consecutive_frames: ['integer'],
  },
  read(properties) {
    properties.image('image');
    const detections = properties.set('detections');
    const share = { min: 0, max: 1 };
    const frames = { min: 1, max: MOST_FRAMES };
    const options = {
      activation: properties.number('track_activation_threshold', { fallback: 0.25, ...share }),
      buffer: properties.number('lost_track_buffer', { fallback: 30, ...frames }),
      matching: properties.number('minimum_matching_threshold', { fallback: 0.8, ...share }),
      consecutive: properties.number('minimum_consecutive_frames', { fallback: 1, ...frames }),
    };
    const most = properties.number('instances_cache_size', { fallback: MOST_SEEN, min: 1, max: MOST_SEEN });
    return () => {
      let tracker: ByteTrack | null = null;
      const seen = new Bounded<number, true>(most);
      return (moment, values) => {
        tracker ??= new ByteTrack({ ...options, fps: moment.fps ?? 0 });
        const tracked = number(tracker, detections(values).things, moment);
        const isKnown = tracked.map(({ tracker_id }) => seen.has(tracker_id));
        for (const { tracker_id } of tracked) if (!seen.has(tracker_id)) seen.set(tracker_id, true);
        return {
          tracked_detections: numbered(tracked),
          new_instances: numbered(tracked.filter((_, index) => !isKnown[index])),
          already_seen_instances: numbered(tracked.filter((_, index) => isKnown[index])),
        };
      };
    };
  },
};

type Numbered = Thing & { tracker_id: number };

/** In picture heights: where the encoder changes the size of its frames, nothing moves. */
function number(tracker: ByteTrack, things: readonly Thing[], { height }: Moment): Numbered[] {
  const boxes = things.map(({ x, y, width: across, height: down, confidence }) => ({
    ...edgesOf({ x: x / height, y: y / height, width: across / height, height: down / height }),
    score: confidence,
  }));
  const ids = tracker.update(boxes);
  return things.flatMap((thing, index) => {
    const tracker_id = ids[index] ?? null;
    return tracker_id === null ? [] : [{ ...thing, tracker_id }];
  });
}

/** Frames without a thing after which it is forgotten on which side it was (supervision, line_zone.py). */
const FORGOTTEN_AFTER = 2;

/** Source: core_steps/analytics/line_counter/v2.py; supervision 0.30.9, detection/line_zone.py. */
export const lineCounter: Block = {
  outputs: {
    count_in: ['integer'],
    count_out: ['integer'],
    detections_in: OBJECTS_AND_MASKS,
    detections_out: OBJECTS_AND_MASKS,
  },
  takes: { line_segment: ['list_of_values'], triggering_anchor: ['string'] },
  read(properties) {
    properties.image('image');
    const detections = properties.trackedSet('detections', 'LineCounterBlockV2');
    const line = properties.points('line_segment', 2, 2);
    const [from, to] = line({ width: 1, height: 1 });
    if (from?.x === to?.x && from?.y === to?.y)
      throw properties.refused('line_segment', 'two points that are not one');
    const anchor = properties.oneOf('triggering_anchor', ANCHOR_NAMES);
    const anchors = anchor ? [anchor] : CORNERS;
    return () => {
      const sides = new Map<number, { isLeft: boolean; absent: number }>();
      const counts = { in: 0, out: 0 };
      return (moment, values) => {
        const { things } = detections(values);
        const [start, end] = line(moment) as [Point, Point];
        forget(sides, things);
        const crossed = things.map((thing) => cross(sides, thing, sideWhere(thing, anchors, start, end)));
        counts.in += crossed.filter((way) => way === 'in').length;
        counts.out += crossed.filter((way) => way === 'out').length;
        return {
          count_in: counts.in,
          count_out: counts.out,
          detections_in: numbered(things.filter((_, index) => crossed[index] === 'in')),
          detections_out: numbered(things.filter((_, index) => crossed[index] === 'out')),
        };
      };
    };
  },
};

function forget(sides: Map<number, { absent: number }>, things: readonly Thing[]): void {
  const present = new Set(things.map(({ tracker_id }) => tracker_id));
  for (const [id, side] of sides) {
    side.absent = present.has(id) ? 0 : side.absent + 1;
    if (side.absent >= FORGOTTEN_AFTER) sides.delete(id);
  }
}

/** @returns null for a box beside the line's ends, or across it. */
function sideWhere(
  thing: Thing,
  anchors: readonly Anchor[],
  start: Point,
  end: Point,
): 'left' | 'right' | null {
  const points = anchors.map((anchor) => anchorOf(thing, anchor));
  const across = (from: Point, sign: number): Point => ({
    x: from.x - sign * (end.y - start.y),
    y: from.y + sign * (end.x - start.x),
  });
  const [atStart, atEnd] = [across(start, 1), across(end, -1)];
  const isBetween = (point: Point) => sideOf(start, atStart, point) > 0 === sideOf(end, atEnd, point) > 0;
  if (!points.every(isBetween)) return null;
  const left = points.filter((point) => sideOf(start, end, point) < 0).length;
  if (left === points.length) return 'left';
  return left === 0 ? 'right' : null;
}

function cross(
  sides: Map<number, { isLeft: boolean; absent: number }>,
  { tracker_id: id = -1 }: Thing,
  where: 'left' | 'right' | null,
): 'in' | 'out' | null {
  if (where === null) return null;
  const isLeft = where === 'left';
  const before = sides.get(id);
  sides.set(id, { isLeft, absent: 0 });
  if (!before || before.isLeft === isLeft) return null;
  return isLeft ? 'in' : 'out';
}

/** Source: core_steps/analytics/time_in_zone/v3.py. */
export const timeInZone: Block = {
  outputs: { timed_detections: OBJECTS_AND_MASKS },
  takes: {
    zone: ['list_of_values'],
    triggering_anchor: ['string'],
    remove_out_of_zone_detections: ['boolean'],
    reset_out_of_zone_detections: ['boolean'],
  },
  read(properties) {
    properties.image('image');
    const detections = properties.trackedSet('detections', 'TimeInZoneBlockV3');
    const zones = properties.pointLists('zone', 3);
    const anchor = properties.oneOf('triggering_anchor', ANCHOR_NAMES) ?? 'CENTER';
    const removes = properties.flag('remove_out_of_zone_detections', true);
    const resets = properties.flag('reset_out_of_zone_detections', true);
    return () => {
      const since = new Bounded<number, number>(MOST_SEEN);
      return (moment, values) => {
        const polygons = zones.map((zone) => zone(moment));
        const timed = detections(values).things.flatMap((thing) => {
          const { x, y } = anchorOf(thing, anchor);
          const isIn = polygons.some((zone) => isInside(zone, { x: Math.round(x), y: Math.round(y) }));
          if (!isIn && removes && !resets) return [];
          const seconds = timeOf(since, thing.tracker_id ?? -1, isIn, moment.atMs);
          return isIn || !removes ? [{ ...thing, time_in_zone: seconds }] : [];
        });
        return { timed_detections: numbered(timed) };
      };
    };
  },
};

/** @returns seconds since the thing came in; 0 outside, where its time ends. */
function timeOf(since: Bounded<number, number>, id: number, isIn: boolean, nowMs: number): number {
  if (!isIn) {
    since.delete(id);
    return 0;
  }
  const cameMs = since.get(id) ?? nowMs;
  since.set(id, cameMs);
  return (nowMs - cameMs) / 1000;
}

type Movement = { x: number; y: number; atMs: number; smooth: [number, number] };

/** Source: core_steps/analytics/velocity/v1.py. */
export const velocity: Block = {
  outputs: {
    velocity_detections: [
      'keypoint_detection_prediction',
      'object_detection_prediction',
      'instance_segmentation_prediction',
    ],
  },
  takes: { smoothing_alpha: ['float'], pixels_per_meter: ['float'] },
  read(properties) {
    properties.image('image');
    const detections = properties.trackedSet('detections', 'VelocityBlock');
    const alpha = properties.number('smoothing_alpha', { fallback: 0.5, min: Number.MIN_VALUE, max: 1 });
    const unit = properties.number('pixels_per_meter', { fallback: 1, min: 1e-9, max: 1e9 });
    return () => {
      const known = new Bounded<number, Movement>(MOST_SEEN);
      return ({ atMs }, values) => {
        const moving = detections(values).things.map((thing) => {
          const before = known.get(thing.tracker_id ?? -1);
          const speed = speedOf(thing, before, atMs);
          const smooth = before ? mix(speed, before.smooth, alpha) : speed;
          known.set(thing.tracker_id ?? -1, { x: thing.x, y: thing.y, atMs, smooth });
          return { ...thing, ...asVelocity(speed, smooth, unit) };
        });
        return { velocity_detections: numbered(moving) };
      };
    };
  },
};

/** px a second. */
function speedOf({ x, y }: Point, before: Movement | undefined, atMs: number): [number, number] {
  const seconds = before ? (atMs - before.atMs) / 1000 : 0;
  return before && seconds > 0 ? [(x - before.x) / seconds, (y - before.y) / seconds] : [0, 0];
}

function mix([x, y]: [number, number], [oldX, oldY]: [number, number], alpha: number): [number, number] {
  return [alpha * x + (1 - alpha) * oldX, alpha * y + (1 - alpha) * oldY];
}

function asVelocity(speed: [number, number], smooth: [number, number], unit: number) {
  return {
    velocity: [speed[0] / unit, speed[1] / unit] as [number, number],
    speed: Math.hypot(...speed) / unit,
    smoothed_velocity: [smooth[0] / unit, smooth[1] / unit] as [number, number],
    smoothed_speed: Math.hypot(...smooth) / unit,
  };
}

/** A map that forgets what it has known longest. */
class Bounded<Key, Value> extends Map<Key, Value> {
  constructor(private readonly most: number) {
    super();
  }

  override set(key: Key, value: Value): this {
    super.set(key, value);
    if (this.size > this.most) this.delete(this.keys().next().value as Key);
    return this;
  }
}
