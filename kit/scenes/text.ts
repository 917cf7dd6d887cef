/** Lines of text on paper, as a camera would see them. */
import sharp from 'sharp';
import type { Picture } from '../../worker/detect/boxes';

/** Of the package fonts-liberation, which every set-up of a browser brings along (dev/provision/). */
export const FONTS = ['Liberation Sans', 'Liberation Serif', 'Liberation Mono'] as const;

/** `tilt` in degrees clockwise; `x`, `y` px by which the paper is off. */
export type Lay = { font: (typeof FONTS)[number]; tilt: number; x?: number; y?: number };

const SIZE = { width: 640, height: 480 };
/** px of the letters, and from line to line; ten lines just fit. */
const FONT_PX = 26;
const PITCH = { few: 70, many: 42 };

/** @param lines plain words, ten at most */
export async function drawText(
  lines: readonly string[],
  { font, tilt, x = 0, y = 0 }: Lay,
): Promise<Picture> {
  const { width, height } = SIZE;
  const pitch = lines.length > 5 ? PITCH.many : PITCH.few;
  const top = (height - (lines.length - 1) * pitch) / 2 + FONT_PX / 3;
  const texts = lines.map((line, at) => `<text x="${width / 2}" y="${top + at * pitch}">${line}</text>`);
  const turn = `translate(${x} ${y}) rotate(${tilt} ${width / 2} ${height / 2})`;
  const style = `font-family="${font}" font-size="${FONT_PX}" fill="#23262b" text-anchor="middle"`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#d9d7cf"/><g transform="${turn}" ${style}>${texts.join('')}</g></svg>`;
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}
