import { pictureOf } from '../../../kit/engines/pictureCamera';
import type { Scene } from '../../../kit/scenes/scenes';
import type { WebkitScreen } from './screen';
import { expect } from './test';

/**
 * Puts this scene before the camera. WebKit's mock camera draws a picture of its own and plays no file, so
 * the camera is taken away, as a pulled cable would, and the one that the page then finds shows the scene's
 * first frame.
 */
export async function putBeforeCamera(screen: WebkitScreen, scene: Scene): Promise<void> {
  const { png, width } = await pictureOf(scene);
  await screen.run(replaceCamera, png);
  const shown = () => screen.run(() => document.querySelector('video')?.videoWidth);
  await expect.poll(shown, { message: 'the scene does not show', timeout: 10_000 }).toBe(width);
}

/** Runs in the page. */
async function replaceCamera(png: string): Promise<void> {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.width, picture.height];
  const brush = canvas.getContext('2d');
  // A captured canvas gives a frame whenever it is drawn on.
  setInterval(() => brush?.drawImage(picture, 0, 0), 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
  const stream = document.querySelector('video')?.srcObject as MediaStream | null;
  const [track] = stream?.getVideoTracks() ?? [];
  track?.stop();
  track?.dispatchEvent(new Event('ended'));
}
