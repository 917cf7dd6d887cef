/** The suite's pictures as files of the formats that cameras and browsers write. */
import sharp from 'sharp';
import type { Scene } from './scene';

const rawOf = ({ width, height, luma }: Scene) => sharp(luma, { raw: { width, height, channels: 1 } });

/** 8-bit grey, base64. */
export async function toPng(scene: Scene): Promise<string> {
  return (await rawOf(scene).toColourspace('b-w').png().toBuffer()).toString('base64');
}

/** Without loss, base64. */
export async function toWebp(scene: Scene): Promise<string> {
  return (await rawOf(scene).webp({ lossless: true }).toBuffer()).toString('base64');
}

/** As a phone held upright stores it: lying on its left side, with an EXIF word that says so. base64. */
export async function toTurnedJpeg(scene: Scene): Promise<string> {
  const lying = await rawOf(scene).rotate(270).png().toBuffer();
  const file = sharp(lying).jpeg({ quality: 95 }).withMetadata({ orientation: 6 });
  return (await file.toBuffer()).toString('base64');
}

/** What a file in base64 is, or null where it is no picture. Sizes in px. */
export async function describeFile(base64: string) {
  try {
    const { format, width, height } = await sharp(Buffer.from(base64, 'base64')).metadata();
    return { format, width, height };
  } catch {
    return null;
  }
}
