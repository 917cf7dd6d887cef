/** Keeps a video element on the camera's current stream. */
import { mirror } from './early/element';
import type { Camera, CameraState } from './types';

/**
 * When a new stream's first picture is there the element is mirrored or not, and `onPicture` called with that:
 * mirroring any sooner would turn the last frame of the other camera round (developer.mozilla.org,
 * mdn/content#29945).
 * @returns a function that lets go of camera and element
 */
export function bindViewfinder(
  camera: Camera,
  video: HTMLVideoElement,
  onPicture: (picture: { mirrored: boolean }) => void,
): () => void {
  let announced: MediaStream | null = null;
  const announce = () => {
    if (camera.state.phase !== 'on') return;
    const { stream, mirrored } = camera.state;
    announced = stream;
    mirror(video, mirrored);
    onPicture({ mirrored });
  };
  const show = (state: CameraState) => {
    showState(video, state);
    // An early picture was there before the camera spoke of its stream.
    if (state.phase === 'on' && state.stream !== announced && hasPicture(video)) announce();
  };
  // In low-power mode iOS plays nothing before the first tap; any tap will do.
  const wake = () => play(video);
  video.addEventListener('loadeddata', announce);
  document.addEventListener('pointerdown', wake);
  const unsubscribe = camera.subscribe(show);
  // An early picture stays until the camera has something to say.
  if (camera.state.phase !== 'off') show(camera.state);
  return () => {
    unsubscribe();
    video.removeEventListener('loadeddata', announce);
    document.removeEventListener('pointerdown', wake);
    video.srcObject = null;
  };
}

const hasPicture = (video: HTMLVideoElement) => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA;

function showState(video: HTMLVideoElement, state: CameraState): void {
  if (state.phase === 'opening') return;
  const stream = state.phase === 'on' ? state.stream : null;
  if (video.srcObject === stream) return;
  video.srcObject = stream;
  play(video);
}

/**
 * A rejection means that a newer stream took its place, or that iOS waits for a tap: neither is worth a word.
 */
function play(video: HTMLVideoElement): void {
  if (video.srcObject && video.paused) video.play().catch(() => undefined);
}

/** Later than this (ms) what else there is to load waits for no camera any more. */
const PATIENCE_MS = 2_000;

/** Runs `task` once the viewfinder shows a picture, or it is plain that none comes soon: both want the same thread. */
export function afterPicture(camera: Camera, video: HTMLVideoElement, task: () => void): () => void {
  const done = new AbortController();
  const end = () => done.abort();
  const once = () => {
    if (!done.signal.aborted) task();
    end();
  };
  video.addEventListener('loadeddata', once, { signal: done.signal });
  const unsubscribe = camera.subscribe(({ phase }) => phase === 'failed' && once());
  const id = setTimeout(once, PATIENCE_MS);
  done.signal.addEventListener('abort', () => {
    unsubscribe();
    clearTimeout(id);
  });
  if (hasPicture(video)) once();
  return end;
}
