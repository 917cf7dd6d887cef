/** The camera as its borrowers see it. One camera a page; a session borrows its track and never stops it. */
import type { FailureFacts } from '../errors/failure';

export type Facing = 'environment' | 'user';

/** `facing`: null where the camera does not say. */
export type CameraDevice = { id: string; facing: Facing | null };
/** `name`: as its maker or the system calls it, in whatever language; null where it has none that tells anything. */
export type NamedCamera = CameraDevice & { name: string | null };

/** px. */
export type Size = { width: number; height: number };
/** What a photo is taken of. `isIdle`: nothing is sent of the track, so that it may change its size for a moment. */
export type CameraPicture = { track: MediaStreamTrack; video: HTMLVideoElement; isIdle: boolean };

/** Zoom as the device counts it: a factor, 1 being the widest that this lens offers on most phones. */
export type ZoomRange = { min: number; max: number; step: number; value: number };

/** Of the picture: 0, 0 is its top left, 1, 1 its bottom right (W3C mediacapture-image §4, pointsOfInterest). */
export type FocusPoint = { x: number; y: number };
/** `glimpse`: what to show until `photo` is there; null where that is at once. */
export type Still = { glimpse: Promise<Blob> | null; photo: Promise<Blob> };

export type CameraState =
  /** `waits`: nobody has been asked for the camera yet; that is done when a person wants it. */
  | { phase: 'off'; waits?: boolean }
  /**
   * `slow`: asked for so long ago that something has to be said: the browser's question may wait for an
   * answer.
   */
  | { phase: 'opening'; slow: boolean }
  | {
      phase: 'on';
      stream: MediaStream;
      track: MediaStreamTrack;
      facing: Facing;
      mirrored: boolean;
      canFlip: boolean;
      /** Which of the lenses that look the same way this is, from 0; null where it is the only one. */
      lens: { index: number; count: number } | null;
      /** All that the browser lists, in its order; `id`: of this one, where it says so. */
      cameras: readonly NamedCamera[];
      id: string | null;
      /**
       * The system keeps the picture back (a call, a lid); it comes back by itself (mediacapture-main
       * §4.3.1.1).
       */
      muted: boolean;
      /** Whether the light is on; null where this camera has none. */
      torch: boolean | null;
      zoom: ZoomRange | null;
      /** Whether it can be told where in the picture to focus. */
      focus: boolean;
    }
  /** `canFlip`: another camera may be there that works. */
  | { phase: 'failed'; failure: FailureFacts; canFlip: boolean };

export type Camera = {
  readonly state: CameraState;
  /**
   * Opens the camera, rear first; a second call while opening or open changes nothing, but where it is slow
   * or muted asks afresh. Never rejects: see `state`.
   */
  open(): Promise<void>;
  /** The same at the page's start; where the browser would ask the person first, that waits for a tap. */
  begin(): Promise<void>;
  /**
   * Stops every track and bumps the epoch, so that a getUserMedia still under way is stopped, not adopted.
   */
  close(): void;
  flip(): Promise<void>;
  /** The next lens that looks the same way. */
  nextLens(): Promise<void>;
  /** This very camera, now and at each further visit; null: the rear one. */
  choose(id: string | null): Promise<void>;
  setTorch(on: boolean): Promise<void>;
  setZoom(value: number): Promise<void>;
  /** Focuses and exposes for this point for some seconds, where the camera can. */
  focusAt(point: FocusPoint): Promise<void>;
  /**
   * Called with each new state until `unsubscribe`. A new track (flip, return from background, a lost device)
   * is a new 'on' state; so is a change of `canFlip`, `lens`, `cameras`, `muted`, `torch` or `zoom`, with the same
   * track: compare `track` before acting on one.
   */
  subscribe(listener: (state: CameraState) => void): () => void;
};
