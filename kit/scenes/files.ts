/** A scene as the files that a person may choose. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { ROOT } from '../process/paths';
import { renderLuma } from './render';
import type { Scene } from './scenes';

export type SceneFile = { name: string; mimeType: string; buffer: Buffer };

/** For a page that is handed a file as text. */
export const asText = ({ name, mimeType, buffer }: SceneFile) => ({
  name,
  type: mimeType,
  base64: buffer.toString('base64'),
});

/** @param times how much larger each side is than the scene */
function picture(scene: Scene, times = 1) {
  const { width, height } = scene;
  const raw = sharp(renderLuma(scene, 0), { raw: { width, height, channels: 1 } });
  return raw.resize(width * times, height * times, { kernel: 'nearest' }).toColourspace('srgb');
}

/** One of each kind that every engine reads. */
export async function filesOf(scene: Scene): Promise<SceneFile[]> {
  const [jpeg, png, webp, avif] = [
    picture(scene).jpeg(),
    picture(scene).png(),
    picture(scene).webp(),
    picture(scene).avif(),
  ];
  return [
    { name: 'scene.jpg', mimeType: 'image/jpeg', buffer: await jpeg.toBuffer() },
    { name: 'scene.png', mimeType: 'image/png', buffer: await png.toBuffer() },
    { name: 'scene.webp', mimeType: 'image/webp', buffer: await webp.toBuffer() },
    { name: 'scene.avif', mimeType: 'image/avif', buffer: await avif.toBuffer() },
  ];
}

/** As a phone held upright stores it: lying, with the word of EXIF (orientation 6) that it is to be turned. */
export async function turnedFile(scene: Scene): Promise<SceneFile> {
  // sharp turns before it resizes, in whatever order it is asked.
  const upright = await picture(scene).png().toBuffer();
  const lying = await sharp(upright).rotate(270).png().toBuffer();
  const buffer = await sharp(lying).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  return { name: 'turned.jpg', mimeType: 'image/jpeg', buffer };
}

/** The scene `still` as an iPhone would store it: kit/photos/heic/README.md tells how it was made. */
export const heicFile = (): SceneFile => ({
  name: 'still.heic',
  mimeType: 'image/heic',
  buffer: readFileSync(join(ROOT, 'kit/photos/heic/still.heic')),
});

/** @param times how much larger each side is than the scene */
export async function largeFile(scene: Scene, times: number): Promise<SceneFile> {
  const buffer = await picture(scene, times).jpeg({ quality: 80 }).toBuffer();
  return { name: 'large.jpg', mimeType: 'image/jpeg', buffer };
}
