/** A photo with what was found drawn into it, ready to be kept or shared. */

import { encodeJpeg } from '../platform/encodeJpeg';
import type { Thing } from '../results/kinds/model';
import { toDrawnBox } from './boxes';
import { drawBoxes } from './draw';
import { coverMapping, type Size } from './geometry';

/**
 * A photo is looked at with its longer side about this long (CSS px): lines and words are scaled to read
 * there.
 */
const SEEN_LENGTH = 640;

/**
 * @param frame pixels that the things refer to; null for the photo's own
 * @throws where the browser cannot decode or encode the photo
 */
export async function drawPhoto(photo: Blob, frame: Size | null, things: Thing[]): Promise<Blob> {
  const picture = await createImageBitmap(photo);
  const size = { width: picture.width, height: picture.height };
  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No canvas for the photo.');
  context.drawImage(picture, 0, 0);
  picture.close();
  const unit = Math.max(1, Math.max(size.width, size.height) / SEEN_LENGTH);
  const view = { width: size.width / unit, height: size.height / unit };
  const mapping = coverMapping(frame ?? size, size, view, false);
  context.scale(unit, unit);
  if (mapping)
    drawBoxes(
      context,
      things.map((thing) => toDrawnBox(mapping, thing)),
      view,
    );
  const drawn = await encodeJpeg(canvas, 0.92);
  if (!drawn) throw new Error('The photo cannot be encoded.');
  return drawn;
}
