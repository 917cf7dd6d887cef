/** The viewfinder's element, which is there before the app is. */
import { facingOf } from '../constraints';
import type { CameraChoice } from '../devices';
import type { EarlyPicture } from './headStart';

/**
 * In the page before the app is (index.html), so that the camera is seen while the rest is still coming. The app
 * moves it into its own place, which does not stop it: what is back in the page by the end of the task plays on
 * (HTML §4.8.11.8).
 */
export function viewfinderElement(): HTMLVideoElement {
  const video = find();
  if (!video) throw new Error('index.html has no viewfinder.');
  return video;
}

/** @param choice by which the early stream was asked for */
export function earlyPicture(choice: CameraChoice): EarlyPicture {
  return {
    // A page that is not parsed so far has no element yet; then the app shows the stream.
    show(stream) {
      const video = find();
      if (!video || video.srcObject) return;
      mirror(video, facingOf(stream.getVideoTracks()[0]?.getSettings() ?? {}, choice) === 'user');
      video.srcObject = stream;
    },
    end(stream) {
      const video = find();
      if (video?.srcObject === stream) video.srcObject = null;
    },
  };
}

export function mirror(video: HTMLVideoElement, mirrored: boolean): void {
  video.classList.toggle('mirrored', mirrored);
}

const find = () => document.querySelector<HTMLVideoElement>('video#viewfinder');
