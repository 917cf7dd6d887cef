/** What the viewfinder shows, as a picture to keep. */
import { encodeJpeg } from '../platform/encodeJpeg';
import { capturedFile } from './file';
import { drawLayers, sizeOf } from './layers';

/** px, the longer side: more than any screen has. */
const LONGEST = 4_096;

/** @throws where there is no picture yet, or the browser cannot encode one */
export async function captureStill(area: HTMLElement): Promise<File> {
  const canvas = document.createElement('canvas');
  const { clientWidth: width, clientHeight: height } = area;
  Object.assign(canvas, sizeOf({ width, height }, Math.max(1, devicePixelRatio), LONGEST));
  const context = canvas.getContext('2d');
  const photo = context && drawLayers(area, context) ? await encodeJpeg(canvas, 0.92) : null;
  if (!photo) throw new Error('There is no picture to take.');
  return capturedFile([photo], 'image/jpeg');
}
