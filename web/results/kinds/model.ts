/**
 * What a workflow says of one picture, live or photo alike: the one model that overlay, chips, readouts and
 * cards are made of. Plain data. Coordinates are pixels of `Result.frame` unless said otherwise.
 */
import type { Point } from '../../../protocol/masks/contour';

export type { Point };
export type Size = { width: number; height: number };
/** `x`, `y`: the middle. */
export type Box = Point & Size;

/** `sure`: sure enough to be drawn; a model places what it does not see, too. */
export type Keypoint = Point & { name: string; confidence: number | null; sure: boolean };

/** One thing in the picture, whichever outputs it stands in. A field is absent where no output tells it. */
export type Thing = {
  /** `detection_id`; empty where the workflow gives none. */
  id: string;
  /** Its class, as the workflow writes it; never empty. */
  name: string;
  /** The class's number in its model. */
  classId?: number;
  /** 0 to 1; null where the worker does not say. */
  confidence: number | null;
  box: Box;
  /** Names of the outputs that hold it. */
  outputs: string[];
  /** Of a code. */
  text?: string;
  /** The tracker's number for it. */
  track?: number;
  /** Seconds that it has been in the zone. */
  secondsInZone?: number;
  /**
   * A second, in px of the workflow's picture, or in what unit its author scaled them to. Smoothed where
   * there is such a figure.
   */
  speed?: number;
  /** As `speed`, along x and y. */
  velocity?: Point;
  /** Lines around its parts and holes, the largest part first: to be filled by the even-odd rule. */
  mask?: Point[][];
  keypoints?: Keypoint[];
  /** Between which of `keypoints`, by index, a line belongs; both are sure. */
  bones?: [number, number][];
  /** The corners of the smallest rectangle around it, at any angle. */
  rectangle?: Point[];
  /** Of a zone that goes with it. */
  polygon?: Point[];
  /** `detection_id` of the thing that it was cut out with. */
  parent?: string;
};

/** A zone is closed, a line is open. `output`: who holds it. */
export type Shape = { kind: 'zone' | 'line'; output: string; points: Point[] };

export type ClassScore = { name: string; confidence: number | null };

/**
 * One output. `name` is the workflow's own; of an output within another both, with a dot between. `class`:
 * one for the whole picture, the likeliest first. `labels`: those that hold, of several that may hold at
 * once. `count`: a whole number, not negative. `nothing`: null, or what cannot be read.
 */
export type Output = { name: string } & Value;
export type Value =
  | ThingsValue
  | { kind: 'class'; scores: ClassScore[] }
  | { kind: 'labels'; scores: ClassScore[] }
  | { kind: 'count' | 'number'; value: number; unit: string | null }
  | { kind: 'flag'; value: boolean }
  | { kind: 'text'; text: string }
  | { kind: 'json'; json: unknown }
  | PictureValue
  | ListValue
  | { kind: 'zones'; count: number }
  | { kind: 'lines'; count: number }
  | { kind: 'failure'; failure: Failure }
  | { kind: 'nothing' };

/** `unplaced`: so many are not drawn, because where they are in the picture is unknown. */
export type ThingsValue = { kind: 'things'; count: number; unplaced: number };
/**
 * `base64` is null where the workflow has a picture that was not asked for. `corner`: a crop's upper left
 * one; null where it is the whole or not told.
 */
export type PictureValue = { kind: 'picture'; base64: string | null; mime: string; corner: Point | null };
/** `length` may be more than there are `items`: only the first are read. */
type ListValue = { kind: 'list'; items: Value[]; length: number; json: unknown };
type Kind = Value['kind'];

/**
 * `words` for people, `reason` the worker's own, to be folded. `key` is the same for the same failure of
 * another frame.
 */
export type Failure = { output: string | null; words: string; reason: string; key: string };

/** An output as a line to read: `readoutsOf` makes it of a result, at the pace of a screen. */
export type Readout = {
  output: string;
  /** `output` in words. */
  name: string;
  kind: Kind;
  /** One line, short. */
  value: string;
  unit: string | null;
  /** For a trace over time. */
  number: number | null;
  /** There is more than `value` shows: `sheetText` has it. */
  opens: boolean;
  /** The overlay shows all of it already. */
  drawn: boolean;
};

/**
 * `things`: some are drawn. `nothing`: an empty set of things and nothing else, "Nothing in view". `values`:
 * readouts alone tell. `unshowable`: the workflow answered, with nothing that can be shown. `failed`: no
 * output is well.
 */
export type SummaryState = 'things' | 'nothing' | 'values' | 'unshowable' | 'failed';
export type Summary = {
  state: SummaryState;
  /** Things that are drawn. */
  count: number;
  /** The first few in words, sorted, so that things changing places do not read as news. */
  items: string[];
  /** What cannot be read and was left out. */
  leftOut: number;
  /** A sentence where the state asks for one, else empty. */
  text: string;
};

export type Result = {
  /** Null where nobody says how large the picture is: coordinates are then those of the picture itself. */
  frame: Size | null;
  /** Each once, all with a known place. */
  things: Thing[];
  shapes: Shape[];
  outputs: Output[];
  failures: Failure[];
  /** Things and values that cannot be read, or are too many. */
  leftOut: number;
  /** Fields and points that cannot be read, of things that can. */
  odd: number;
  /**
   * Whether the workflow answered: something is well, or nothing failed. A frame that is not makes no session
   * live.
   */
  well: boolean;
};
