/** The asking for a camera. */
import { Failure } from '../errors/failure';
import type { CameraChoice, DeviceInfo } from './devices';
import { cameraFailure, isOverconstrained } from './failures';
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
 * Asks for the camera, never for a microphone. A camera asked for by name may be gone: then the rear one will do.
 * Some webcams refuse even ideal sizes: then any picture will. `stillWanted` is asked before each further try, so
 * that a closed page does not prompt again.
 * @throws Failure with a `camera_*` code
 */
export async function requestStream(
  source: MediaSource,
  choice: CameraChoice,
  stillWanted: () => boolean,
): Promise<MediaStream> {
  const tries = [videoConstraints(choice), ...('facing' in choice ? [] : [videoConstraints(REAR)]), true];
  for (const [at, video] of tries.entries()) {
    try {
      return await source.getUserMedia({ video, audio: false });
    } catch (thrown) {
      const isLast = at === tries.length - 1;
      if (isLast || !isOverconstrained(thrown) || !stillWanted()) throw cameraFailure(thrown);
    }
  }
  throw new Failure('camera_failed');
}

/**
 * The one video track of a fresh stream. @throws Failure `camera_failed` where a browser hands out an empty
 * stream.
 */
export function videoTrack(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getVideoTracks();
  if (!track) throw new Failure('camera_failed');
  return track;
}

/** What the browser lists; nothing where it will not. */
export async function deviceInfos(source: MediaSource): Promise<DeviceInfo[]> {
  try {
    return await source.enumerateDevices();
  } catch {
    return [];
  }
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
