/** Torch, zoom and focus (W3C mediacapture-image), which TypeScript's DOM types leave out. */
import type { FocusPoint, ZoomRange } from './types';

type ImageCapabilities = MediaTrackCapabilities & {
  torch?: boolean;
  zoom?: { min: number; max: number; step?: number };
  focusMode?: string[];
  exposureMode?: string[];
};
type ImageSettings = MediaTrackSettings & { torch?: boolean; zoom?: number };
type ImageConstraint = MediaTrackConstraintSet & {
  torch?: boolean;
  zoom?: number;
  focusMode?: string;
  exposureMode?: string;
  pointsOfInterest?: FocusPoint[];
};

/**
 * What this very track can do. `getSupportedConstraints` would not tell: WebKit answers true for all of them
 * (github.com/WebKit/WebKit/pull/25712). Firefox before 132 has no `getCapabilities` on a track.
 */
export function imageControls(track: MediaStreamTrack): {
  torch: boolean | null;
  zoom: ZoomRange | null;
  focus: boolean;
} {
  const can: ImageCapabilities = track.getCapabilities?.() ?? {};
  const set: ImageSettings = track.getSettings();
  return {
    torch: can.torch ? (set.torch ?? false) : null,
    zoom: zoomRange(can, set),
    focus: focusModeOf(can) !== null,
  };
}

/** What finds the focus once, at a point; a camera that only ever does so by itself may still heed one. */
function focusModeOf({ focusMode }: ImageCapabilities): string | null {
  if (!Array.isArray(focusMode)) return null;
  return ['single-shot', 'continuous'].find((mode) => focusMode.includes(mode)) ?? null;
}

/**
 * To focus and expose for one point, or, with null, for the whole picture again by itself.
 * @returns what to ask of the track, in one set; null where it has no focus to set
 */
export function focusConstraint(track: MediaStreamTrack, point: FocusPoint | null): ImageConstraint | null {
  const can: ImageCapabilities = track.getCapabilities?.() ?? {};
  const focusMode = point ? focusModeOf(can) : 'continuous';
  if (!focusMode || !can.focusMode?.includes(focusMode)) return null;
  const exposes = can.exposureMode?.includes('continuous');
  return {
    focusMode,
    pointsOfInterest: point ? [point] : [],
    ...(exposes ? { exposureMode: 'continuous' } : {}),
  };
}

function zoomRange(can: ImageCapabilities, set: ImageSettings): ZoomRange | null {
  if (!can.zoom || !(can.zoom.max > can.zoom.min)) return null;
  const { min, max, step } = can.zoom;
  return { min, max, step: step || 0.1, value: set.zoom ?? min };
}

/** Both in one set: iOS blinked the torch when zoom came alone, until github.com/WebKit/WebKit/pull/47435. */
export function applyImageControls(track: MediaStreamTrack, set: ImageConstraint) {
  return track.applyConstraints({ advanced: [set] });
}

export function clampZoom(range: ZoomRange, value: number): number {
  return Math.min(range.max, Math.max(range.min, value));
}
