/** Pictures of real things: three free photographs, and collages of them, laid out before any network saw one. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import type { Picture } from '../../worker/detect/boxes';

export const PHOTOS = ['chelsea', 'coffee', 'astronaut'] as const;
export type Photo = (typeof PHOTOS)[number];

/** px of the collage; the height follows. */
export type Paste = { photo: Photo; width: number; left: number; top: number };

const paste = (photo: Photo, width: number, left: number, top: number): Paste => ({
  photo,
  width,
  left,
  top,
});

export type Size = { width: number; height: number };
const SIZE: Size = { width: 640, height: 480 };
const COLLAGES: Paste[][] = [
  [paste('chelsea', 320, 40, 60)],
  [paste('chelsea', 160, 440, 300)],
  [paste('coffee', 400, 200, 20)],
  [paste('coffee', 200, 20, 300)],
  [paste('astronaut', 300, 300, 120)],
  [paste('astronaut', 150, 60, 40)],
  [paste('chelsea', 280, 0, 0), paste('coffee', 300, 330, 260)],
  [paste('astronaut', 240, 20, 220), paste('chelsea', 240, 380, 20)],
  [paste('chelsea', 200, 20, 20), paste('coffee', 200, 230, 250), paste('astronaut', 200, 430, 40)],
];

export type Named = { name: string; picture: Picture };

const fileOf = (photo: Photo) => readFileSync(new URL(`../photos/real/${photo}.jpg`, import.meta.url));

/** The photographs, then the collages. */
export async function realPictures(): Promise<Named[]> {
  const photos = PHOTOS.map(async (name) => ({ name, picture: await decode(sharp(fileOf(name))) }));
  const collages = COLLAGES.map(async (pastes) => ({
    name: `collage: ${pastes.map(({ photo, width }) => `${photo} of ${width} px`).join(', ')}`,
    picture: await collage(pastes, SIZE),
  }));
  return Promise.all([...photos, ...collages]);
}

/** One photograph within 640×480, grey around it. */
export function asFrame(photo: Photo): Promise<Picture> {
  return decode(sharp(fileOf(photo)).resize({ ...SIZE, fit: 'contain', background: '#727272' }));
}

export async function collage(pastes: Paste[], size: Size): Promise<Picture> {
  const layers = await Promise.all(
    pastes.map(async ({ photo, width, left, top }) => ({
      ...{ left, top },
      input: await sharp(fileOf(photo)).resize({ width }).png().toBuffer(),
    })),
  );
  return decode(sharp(ground(size), { raw: { ...size, channels: 3 } }).composite(layers));
}

/** A wall that gets lighter to the right. */
function ground({ width, height }: Size): Buffer {
  return Buffer.from(
    Uint8Array.from(
      { length: 3 * width * height },
      (_, at) => 96 + Math.floor((((at / 3) % width) * 60) / width),
    ),
  );
}

async function decode(image: sharp.Sharp): Promise<Picture> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** ITU-R BT.601, limited range, as cameras send it; sides must be even. */
export function toI420({ data, width, height }: Picture): Uint8Array<ArrayBuffer> {
  const area = width * height;
  const frame = new Uint8Array(area * 1.5);
  for (let at = 0; at < area; at += 1) {
    const [r = 0, g = 0, b = 0] = data.subarray(3 * at, 3 * at + 3);
    frame[at] = Math.round(16 + 0.257 * r + 0.504 * g + 0.098 * b);
    const [x, y] = [at % width, Math.floor(at / width)];
    if (x % 2 || y % 2) continue;
    const place = area + ((y / 2) * width) / 2 + x / 2;
    frame[place] = Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b);
    frame[place + area / 4] = Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b);
  }
  return frame;
}
