import type { RleMask } from '../../protocol/masks/rle';
import type { Prediction } from '../../protocol/result';
import type { VideoFrame } from '../media/wrtc';

/**
 * What was seen in one picture: its upright size in px, and predictions in the pixels of that. `text`: all that
 * was read, in reading order, where text is what is looked for.
 */
export type Detections = { width: number; height: number; predictions: WirePrediction[]; text?: string };

/**
 * `parent_id` names the picture that a prediction was made in; hosted workers always send it, the page does
 * not need it.
 */
export type WirePrediction = Prediction & {
  confidence: number;
  class_id: number;
  parent_id: string;
  rle_mask?: RleMask;
  /** Of what lies turned: it fits tighter than the box around it. */
  rectangle?: TurnedRectangle;
};

/**
 * px, and degrees clockwise. `width` is the side along the angle; corners run clockwise from where that side
 * begins.
 */
type TurnedRectangle = { corners: [number, number][]; width: number; height: number; angle: number };

/**
 * What finds things in pictures: a model's detector, or the code reader's.
 * It must not work on the event loop's thread: media and signalling of every session run there.
 */
export interface Detector {
  /**
   * `take` is called once, at the moment when there is room to work, so that it can hand over the newest
   * frame. The frame is the detector's from then on, its buffer may be transferred away.
   * @returns null where `take` had nothing left to give.
   * @throws where the detection itself broke; the caller reports it for that frame and goes on.
   */
  detectNewest(take: () => VideoFrame | null): Promise<Detections | null>;

  /** A live session will ask soon: what starts slowly may start now. */
  warm?(): void;

  /** @param bytes a JPEG, PNG or WebP file. @throws UnreadablePhoto, PoolBusy */
  detectPhoto(bytes: Uint8Array<ArrayBuffer>): Promise<Detections>;
}

export const NO_PHOTO = 'The photo is neither JPEG, PNG nor WebP; send one of these.';

/** The photo cannot be read; the message says why, fit for the client. */
export class UnreadablePhoto extends Error {}
