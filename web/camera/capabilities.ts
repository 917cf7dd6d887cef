/** Torch and zoom (W3C mediacapture-image), which TypeScript's DOM types leave out. */
import type { ZoomRange } from './types';

type ImageCapabilities = MediaTrackCapabilities & {
  torch?: boolean;
  zoom?: { min: number; max: number; step?: number };
};
type ImageSettings = MediaTrackSettings & { torch?: boolean; zoom?: number };
type ImageConstraint = MediaTrackConstraintSet & { torch?: boolean; zoom?: number };

/**
 * What this very track can do. `getSupportedConstraints` would not tell: WebKit answers true for all of them
 * (github.com/WebKit/WebKit/pull/25712). Firefox before 132 has no `getCapabilities` on a track.
 */
export function imageControls(track: MediaStreamTrack): { torch: boolean | null; zoom: ZoomRange | null } {
  const can: ImageCapabilities = track.getCapabilities?.() ?? {};
  const set: ImageSettings = track.getSettings();
  return { torch: can.torch ? (set.torch ?? false) : null, zoom: zoomRange(can, set) };
}

function zoomRange(can: ImageCapabilities, set: ImageSettings): ZoomRange | null {
  if (!can.zoom || !(can.zoom.max > can.zoom.min)) return null;
  const { min, max, step } = can.zoom;
  return { min, max, step: step || 0.1, value: set.zoom ?? min };
}

/** Both in one set: iOS blinked the torch when zoom came alone, until github.com/WebKit/WebKit/pull/47435. */
export function applyImageControls(track: MediaStreamTrack, set: { torch?: boolean; zoom?: number }) {
  const constraint: ImageConstraint = set;
  return track.applyConstraints({ advanced: [constraint] });
}

export function clampZoom(range: ZoomRange, value: number): number {
  return Math.min(range.max, Math.max(range.min, value));
}
