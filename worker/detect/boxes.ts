/**
 * What object detection and the accurate workflow agree on. All of it happens inside a detection thread
 * (`object-thread.ts`): the accurate workflow gets a picture and the detector, and never touches the event
 * loop.
 */
import type { RleMask } from '../../protocol/masks/rle';

/** An upright picture: 3 bytes a pixel, R G B, row by row from the top left corner, no padding. */
export type Picture = { data: Uint8Array; width: number; height: number };

/** One object. `x` and `y` are its centre; all four in px of the picture that was given, cut to its edges. */
export type Box = {
  x: number;
  y: number;
  width: number;
  height: number;
  /** 0 to 1. */
  confidence: number;
  class: string;
  class_id: number;
};

/** A box, and which px of the whole picture are the thing's, where that is known. */
export type MaskedBox = Box & { rle_mask?: RleMask };

export type DetectOptions = {
  /** 0 to 1; boxes below it are left out. The worker's CONFIDENCE where not given. */
  confidence?: number;
};

/**
 * The model on one picture of any size (letterboxed inside; crops and tiles are fine). Best box first,
 * overlaps of one class already removed. One call at a time: it is the thread's only model.
 */
export type DetectObjects = (picture: Picture, options?: DetectOptions) => Promise<Box[]>;
