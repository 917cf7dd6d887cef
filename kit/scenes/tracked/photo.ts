/** The photographs that tracked scenes lie on. */
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT } from '../../process/paths';
import type { TrackedScene } from './scenes';

const PHOTOS = ['wall.jpg', 'astronaut.jpg', 'chelsea.jpg', 'coffee.jpg'];

/** Its luma, 1280 × 960 px; null where the scene lies on none. */
export async function photoOf({ background }: TrackedScene): Promise<Uint8Array | null> {
  if (typeof background !== 'number') return null;
  const file = join(ROOT, 'kit', 'photos', 'real', PHOTOS[background % PHOTOS.length] as string);
  const { data } = await sharp(file)
    .resize(1280, 960, { fit: 'cover' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return new Uint8Array(data);
}
