/** The asking for a camera. */
import { Failure } from '../errors/failure';
import { choiceOf, type MediaSource, videoConstraints } from './constraints';
import type { CameraChoice, DeviceInfo } from './devices';
import { cameraFailure, isOverconstrained } from './failures';

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
  const tries = [
    videoConstraints(choice),
    ...('facing' in choice ? [] : [videoConstraints(choiceOf(null))]),
    true,
  ];
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
