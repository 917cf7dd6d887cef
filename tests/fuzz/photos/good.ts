/** Photos that are read right, in each format: what odd ones are made of, and what stands between them. */
import sharp from 'sharp';
import { renderLuma } from '../../../kit/scenes/render';
import { signs } from '../../../kit/scenes/scenes';
import { createScene, drawQr } from '../../../worker/testing/scene';

export const TEXT = 'GOOD PHOTO';
export const SIGNS = signs.sheet?.signs.map((sign) => sign.class) ?? [];

type Grey = { width: number; height: number; luma: Uint8Array };
const CODE: Grey = drawQr(createScene(320, 240), TEXT, 90, 50, 5);
const SHEET: Grey = { width: signs.width, height: signs.height, luma: renderLuma(signs, 0) };

const grey = ({ width, height, luma }: Grey) => sharp(luma, { raw: { width, height, channels: 1 } });
const colour = (picture: Grey) => grey(picture).toColourspace('srgb');

export type Good = { jpegs: Uint8Array[]; pngs: Uint8Array[]; webps: Uint8Array[]; sheet: Uint8Array };

/** All but `sheet` show a code that says TEXT. */
export async function goodPhotos(): Promise<Good> {
  const made = (all: sharp.Sharp[]) =>
    Promise.all(all.map(async (each) => new Uint8Array(await each.toBuffer())));
  const withExif = (each: sharp.Sharp) => each.withExif({ IFD0: { Orientation: '1', Make: 'Sightline' } });
  return {
    jpegs: await made([
      colour(CODE).jpeg(),
      colour(CODE).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }),
      grey(CODE).toColourspace('b-w').jpeg({ optimiseCoding: true }),
      withExif(colour(CODE)).jpeg(),
    ]),
    pngs: await made([
      colour(CODE).png(),
      colour(CODE).png({ progressive: true }),
      grey(CODE).toColourspace('b-w').png(),
      colour(CODE).png({ palette: true, colours: 16 }),
      withExif(colour(CODE)).png(),
    ]),
    webps: await made([
      colour(CODE).webp(),
      colour(CODE).webp({ lossless: true }),
      colour(CODE).ensureAlpha(0.999).webp(),
      withExif(colour(CODE)).webp(),
    ]),
    sheet: (await made([colour(SHEET).jpeg({ quality: 90 })]))[0] as Uint8Array,
  };
}
