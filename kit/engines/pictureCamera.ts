/** For a page, before the app: a picture in place of the browser's fake camera, which plays no file. */

import sharp from 'sharp';
import { renderLuma } from '../scenes/render';
import type { Scene } from '../scenes/scenes';

/** What the page gets: a PNG (base64), shown `fps` times a second at the size it has. */
type Picture = { png: string; width: number; height: number; fps: number };

/** A scene's first frame, for a browser that cannot play a file as its camera. */
export async function pictureOf(scene: Scene): Promise<Picture> {
  const { width, height, fps } = scene;
  const raw = { width, height, channels: 1 } as const;
  const png = await sharp(renderLuma(scene, 0), { raw }).png().toBuffer();
  return { png: png.toString('base64'), width, height, fps };
}

/**
 * The camera is asked for and granted as ever; only what its track shows is replaced by a canvas. The new
 * track stops the old one with it. Runs in the page by itself: nothing of this module's is there.
 */
export function installPictureCamera({ png, width, height, fps }: Picture): void {
  const devices = navigator.mediaDevices;
  // A page over plain http elsewhere, or an empty frame.
  if (!devices) return;
  const ask = devices.getUserMedia.bind(devices);
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  devices.getUserMedia = async (constraints) => {
    const real = await ask(constraints);
    const picture = await createImageBitmap(new Blob([bytes]));
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const brush = canvas.getContext('2d');
    let turn = 0;
    const draw = () => {
      brush?.drawImage(picture, 0, 0);
      // An unchanged canvas gives no frames.
      turn = (turn + 8) % 256;
      if (brush) brush.fillStyle = `rgb(${turn}, ${turn}, ${turn})`;
      brush?.fillRect(0, 0, 2, 2);
    };
    draw();
    const [track] = canvas.captureStream(fps).getVideoTracks();
    const [camera] = real.getVideoTracks();
    if (!track || !camera) return real;
    const drawing = setInterval(draw, 1000 / fps);
    const stop = track.stop.bind(track);
    track.stop = () => {
      clearInterval(drawing);
      camera.stop();
      stop();
    };
    const settings = camera.getSettings.bind(camera);
    track.getSettings = () => ({ ...settings(), width, height, frameRate: fps });
    return new MediaStream([track]);
  };
}
