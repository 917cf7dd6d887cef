/** The camera as its borrowers see it. One camera a page; a session borrows its track and never stops it. */
import type { Failure } from '../errors/failure';

export type Facing = 'environment' | 'user';

/** Zoom as the device counts it: a factor, 1 being the widest that this lens offers on most phones. */
export type ZoomRange = { min: number; max: number; step: number; value: number };

export type CameraState =
  | { phase: 'off' }
  | { phase: 'opening' }
  | {
      phase: 'on';
      stream: MediaStream;
      track: MediaStreamTrack;
      facing: Facing;
      mirrored: boolean;
      canFlip: boolean;
      /** Whether the light is on; null where this camera has none. */
      torch: boolean | null;
      zoom: ZoomRange | null;
    }
  | { phase: 'failed'; failure: Failure };

export type Camera = {
  readonly state: CameraState;
  /** Opens the camera, rear first; a second call while opening or open changes nothing. Never rejects: see `state`. */
  open(): Promise<void>;
  /** Stops every track and bumps the epoch, so that a getUserMedia still under way is stopped, not adopted. */
  close(): void;
  flip(): Promise<void>;
  setTorch(on: boolean): Promise<void>;
  setZoom(value: number): Promise<void>;
  /**
   * Called with each new state until `unsubscribe`. A new track (flip, return from background, a lost device) is a new
   * 'on' state; so is a change of `canFlip`, `torch` or `zoom`, with the same track: compare `track` before acting on one.
   */
  subscribe(listener: (state: CameraState) => void): () => void;
};
