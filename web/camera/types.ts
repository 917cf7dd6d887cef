/** The camera as its borrowers see it. One camera a page; a session borrows its track and never stops it. */
import type { Failure } from '../errors/failure';

export type Facing = 'environment' | 'user';

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
  /** Called with each new state until `unsubscribe`. A new track (flip, return from background, a lost device) is a new 'on' state. */
  subscribe(listener: (state: CameraState) => void): () => void;
};
