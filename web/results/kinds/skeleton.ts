/** A thing's keypoints, and which of them a line joins. */
import { isPixel } from '../../../protocol/masks/points';
import type { Allowance } from './bounds';
import { asText, isRecord, isShare } from './is';
import type { Keypoint } from './model';

const MOST_KEYPOINTS = 256;
/** Below that a pose model guesses at what it does not see; supervision's annotators leave it out, too. */
const SURE_FROM = 0.3;

/** @returns null where there are none to be read */
export function readKeypoints(value: unknown, allowance: Allowance): Keypoint[] | null {
  if (!Array.isArray(value) || value.length === 0) return null;
  const read: Keypoint[] = [];
  for (const each of value.slice(0, MOST_KEYPOINTS)) {
    const keypoint = readKeypoint(each);
    if (keypoint) read.push(keypoint);
  }
  allowance.odd += value.length - read.length;
  return read.length > 0 && allowance.takePoints(read.length) ? read : null;
}

function readKeypoint(value: unknown): Keypoint | null {
  if (!isRecord(value)) return null;
  const { x, y } = value;
  if (!isPixel(x) || !isPixel(y)) return null;
  const confidence = isShare(value.confidence) ? value.confidence : null;
  const name = (asText(value.class) ?? '').slice(0, 80);
  return { x, y, name, confidence, sure: confidence === null || confidence >= SURE_FROM };
}

/**
 * The lines of a person, by the names of COCO's 17 keypoints (https://cocodataset.org/#keypoints-2020).
 * Others' are not told by anybody.
 */
const BONES =
  `left_shoulder right_shoulder, left_hip right_hip, left_shoulder left_hip, right_shoulder right_hip,
  left_shoulder left_elbow, left_elbow left_wrist, right_shoulder right_elbow, right_elbow right_wrist,
  left_hip left_knee, left_knee left_ankle, right_hip right_knee, right_knee right_ankle,
  nose left_eye, nose right_eye, left_eye left_ear, right_eye right_ear, left_ear left_shoulder, right_ear right_shoulder`
    .split(',')
    .map((pair) => pair.trim().split(' ') as [string, string]);

const JOINTS = new Set(BONES.flat());

/** Most models write COCO's names as they are: 17 a person need no look at their letters then. */
function jointOf(name: string): string {
  return JOINTS.has(name) ? name : name.toLowerCase().replace(/[\s-]/g, '_');
}

type Bones = [from: number, to: number][];

/** A model names the keypoints of each thing alike, in each frame. */
let known: { names: readonly string[]; bones: Bones } = { names: [], bones: [] };

/** Pairs of indices; between sure ones alone. */
export function bonesOf(keypoints: readonly Keypoint[]): Bones {
  const { names } = known;
  const isKnown = names.length === keypoints.length && keypoints.every(({ name }, at) => name === names[at]);
  if (!isKnown) known = bonesBetween(keypoints.map(({ name }) => name));
  return known.bones.filter(([from, to]) => keypoints[from]?.sure && keypoints[to]?.sure);
}

function bonesBetween(names: readonly string[]): typeof known {
  const at = new Map(names.map((name, index) => [jointOf(name), index]));
  const bones: Bones = [];
  for (const [from, to] of BONES) {
    const [a, b] = [at.get(from), at.get(to)];
    if (a !== undefined && b !== undefined) bones.push([a, b]);
  }
  return { names, bones };
}
