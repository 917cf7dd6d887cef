/** A photo with what was found drawn into it, ready to be kept or shared. */

import { encodeJpeg } from '../platform/encodeJpeg';
import { drawScene } from './draw';
import { coverMapping } from './geometry';
import { LabelBook } from './labels';
import { type Drawable, sceneOf } from './scene';

/**
 * A photo is looked at with its longer side about this long (CSS px): lines and words are scaled to read
 * there. The sheet shows it up to 500 px high on a phone, and 358 px wide.
 */
const SEEN_LENGTH = 480;

/**
 * @param found in the pixels of its frame, or of the photo where that is null
 * @throws where the browser cannot decode or encode the photo
 */
export async function drawPhoto(photo: Blob, found: Drawable): Promise<Blob> {
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
  const mapping = coverMapping(found.frame ?? size, size, view, false);
  context.scale(unit, unit);
  if (mapping) drawScene({ context, view, labels: new LabelBook() }, sceneOf(mapping, found), 1, 0);
  const drawn = await encodeJpeg(canvas, 0.92);
  if (!drawn) throw new Error('The photo cannot be encoded.');
  return drawn;
}
