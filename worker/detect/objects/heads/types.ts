/** What a head is: one way in which exports of detectors write their boxes. */
import type { Size } from '../../../media/upright';
import type { Pixels } from '../pixels/encoding';
import type { Fit } from '../pixels/letterbox';
import type { Candidate } from './nms';

/** An output of a run, as floats whatever its own type is. */
export type Tensor = { data: Float32Array; dims: readonly number[] };

export type NamedTensor = Tensor & {
  name: string;
  /** Its numbers are integers by type. */
  isWhole: boolean;
  /** As the file declares it: names stand for sides that vary. */
  declared: readonly (number | string)[];
};

/** All that can be known of a model: what its file says, and what it gave for one picture. */
export type Evidence = {
  /** All but sequences and maps. */
  outputs: NamedTensor[];
  /** px. */
  input: Size;
  /**
   * How many classes the file or LABELS names; null where neither does, or where that number fits no head.
   */
  classes: number | null;
  /** The same, though it fits no head. */
  named: number | null;
  /** Its metadata says that it detects. */
  isDetector: boolean;
  /** It takes bytes, not floats. */
  takesBytes: boolean;
  /** It takes the picture's size, too: width or height first. */
  sizeOrder: 'wh' | 'hw' | null;
  /** What its operator NonMaxSuppression takes; null where it has none. */
  suppression: 'centres' | 'corners' | null;
  /** The program that wrote the file; empty where it does not say. */
  producer: string;
};

/** How a model is read, frame after frame. */
export type Reading = {
  /** For people and metrics. */
  head: string;
  /** null where the model does not tell. */
  classes: number | null;
  /** The outputs that `decode` gets, in its order. */
  outputs: string[];
  /** Boxes of at least this confidence, px of the input, in the model's order. */
  decode: (outputs: Tensor[], confidence: number, input: Size) => Candidate[];
  /** Overlaps are removed already. */
  isFinal?: boolean;
  /** The letterbox where not given. */
  fit?: Fit;
  /** RGB from 0 to 1 where not given. */
  pixels?: Pixels;
};

export type Head = {
  name: string;
  /**
   * @returns null where this is another head's; a string where it looks like this one's but cannot be read:
   * "WHAT IT DOES; REMEDY".
   */
  read: (evidence: Evidence) => Reading | string | null;
};
