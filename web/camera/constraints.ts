/** What a camera is asked for, and what it says of itself. Alone in what it needs: web/early.ts comes first. */
import type { CameraChoice, DeviceInfo } from './devices';
import type { Facing } from './types';

export type MediaSource = {
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  enumerateDevices(): Promise<DeviceInfo[]>;
};

/**
 * 720p at 30 frames a second: more costs upload and GPU time, and gives the detector nothing. No
 * `contentHint`: 'detail' makes libwebrtc treat a camera as a shared screen, and 'motion' is what it does
 * anyway.
 */
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

const REAR: CameraChoice = { facing: 'environment' };
/** @param id of the camera that a person has chosen for good; null for the rear one */
export const choiceOf = (id: string | null): CameraChoice => (id === null ? REAR : { deviceId: id });

export function videoConstraints(choice: CameraChoice): MediaTrackConstraints {
  return 'facing' in choice
    ? { ...SIZE, facingMode: { ideal: choice.facing } }
    : { ...SIZE, deviceId: { exact: choice.deviceId } };
}

/**
 * Where the camera looks. One that does not say is not taken for a selfie camera: unmirrored text stays
 * readable.
 */
export function facingOf(settings: MediaTrackSettings, choice: CameraChoice): Facing {
  return statedFacing(settings) ?? ('facing' in choice ? choice.facing : 'environment');
}

/** Null where the camera does not say. */
export function statedFacing({ facingMode }: MediaTrackSettings): Facing | null {
  return facingMode === 'user' || facingMode === 'environment' ? facingMode : null;
}
