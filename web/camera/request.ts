/** Which camera to ask for, and the asking itself. */
import { Failure } from '../errors/failure';
import { cameraFailure, isOverconstrained } from './failures';
import type { Facing } from './types';

export type MediaSource = {
  getUserMedia(constraints: MediaStreamConstraints): Promise<MediaStream>;
  enumerateDevices(): Promise<Pick<MediaDeviceInfo, 'kind' | 'deviceId'>[]>;
};

/** Phones choose by where a camera looks; a desktop's webcams do not say, so there it is the next device. */
export type CameraChoice = { facing: Facing } | { deviceId: string };

/**
 * 720p at 30 frames a second: more costs upload and GPU time, and gives the detector nothing.
 * No `contentHint`: 'detail' makes libwebrtc treat a camera as a shared screen, and 'motion' is what it does anyway.
 */
const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

export function videoConstraints(choice: CameraChoice): MediaTrackConstraints {
  return 'facing' in choice
    ? { ...SIZE, facingMode: { ideal: choice.facing } }
    : { ...SIZE, deviceId: { exact: choice.deviceId } };
}

/**
 * Asks for the camera, never for a microphone. Some webcams refuse even ideal sizes: then any picture will do.
 * `stillWanted` is asked before that second try, so that a closed page does not prompt again.
 * @throws Failure with a `camera_*` code
 */
export async function requestStream(
  source: MediaSource,
  choice: CameraChoice,
  stillWanted: () => boolean,
): Promise<MediaStream> {
  try {
    return await source.getUserMedia({ video: videoConstraints(choice), audio: false });
  } catch (thrown) {
    if (!isOverconstrained(thrown) || !stillWanted()) throw cameraFailure(thrown);
  }
  try {
    return await source.getUserMedia({ video: true, audio: false });
  } catch (thrown) {
    throw cameraFailure(thrown);
  }
}

/** The one video track of a fresh stream. @throws Failure `camera_failed` where a browser hands out an empty stream. */
export function videoTrack(stream: MediaStream): MediaStreamTrack {
  const [track] = stream.getVideoTracks();
  if (!track) throw new Failure('camera_failed');
  return track;
}

/** The ids of all cameras; empty where the browser will not list them. */
export async function cameraIds(source: MediaSource): Promise<string[]> {
  try {
    const devices = await source.enumerateDevices();
    return devices.filter((device) => device.kind === 'videoinput').map((device) => device.deviceId);
  } catch {
    return [];
  }
}

/**
 * The camera to ask for on FLIP. By direction where the current one states its own: an iPhone lists each rear lens as a
 * device of its own, and walking through those is not what a person means.
 */
export function otherChoice(settings: MediaTrackSettings, ids: string[]): CameraChoice {
  if (settings.facingMode === 'user') return { facing: 'environment' };
  if (settings.facingMode === 'environment') return { facing: 'user' };
  const next = ids[(ids.indexOf(settings.deviceId ?? '') + 1) % ids.length];
  return next ? { deviceId: next } : { facing: 'user' };
}

/** Where the camera looks. One that does not say is not taken for a selfie camera: unmirrored text stays readable. */
export function facingOf(settings: MediaTrackSettings, choice: CameraChoice): Facing {
  if (settings.facingMode === 'user' || settings.facingMode === 'environment') return settings.facingMode;
  return 'facing' in choice ? choice.facing : 'environment';
}
