import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { UnreadablePhoto } from '../types';
import { readPicture } from './picture';

/** Left half red, right half blue. */
const RED_BLUE = Buffer.from(
  Array.from({ length: 32 * 16 }, (_, at) => (at % 32 < 16 ? [220, 20, 20] : [20, 20, 220])).flat(),
);
const source = () => sharp(RED_BLUE, { raw: { width: 32, height: 16, channels: 3 } });
const isRed = (rgb: Uint8Array) => rgb[0]! > 150 && rgb[2]! < 90;
const pixel = ({ data, width }: { data: Uint8Array; width: number }, x: number, y: number) =>
  data.subarray((y * width + x) * 3, (y * width + x) * 3 + 3);

describe('readPicture', () => {
  it.each(['jpeg', 'png', 'webp'] as const)('reads %s', async (format) => {
    const picture = await readPicture(await source().toFormat(format).toBuffer());
    expect(picture).toMatchObject({ width: 32, height: 16 });
    expect(picture.data).toHaveLength(32 * 16 * 3);
    expect([isRed(pixel(picture, 4, 8)), isRed(pixel(picture, 28, 8))]).toEqual([true, false]);
  });

  it('turns a photo upright by its EXIF', async () => {
    // 6: the camera lay on its side, what is stored on the left belongs on top.
    const picture = await readPicture(await source().withMetadata({ orientation: 6 }).jpeg().toBuffer());
    expect(picture).toMatchObject({ width: 16, height: 32 });
    expect([isRed(pixel(picture, 8, 4)), isRed(pixel(picture, 8, 28))]).toEqual([true, false]);
  });

  it('reads grey photos, and transparent ones on white', async () => {
    const grey = await readPicture(await source().greyscale().jpeg().toBuffer());
    expect(grey.data).toHaveLength(32 * 16 * 3);
    const [r, g, b] = pixel(grey, 4, 8);
    expect([g, b]).toEqual([r, r]);
    const clear = sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    });
    expect([...pixel(await readPicture(await clear.png().toBuffer()), 1, 1)]).toEqual([255, 255, 255]);
  });

  it('refuses, in words, what is no photo or a broken one', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>');
    await expect(readPicture(svg)).rejects.toThrow('neither JPEG, PNG nor WebP');
    await expect(readPicture(new Uint8Array())).rejects.toBeInstanceOf(UnreadablePhoto);
    const whole = await source().png().toBuffer();
    await expect(readPicture(whole.subarray(0, 60))).rejects.toThrow('damaged or cut off');
    const jpeg = await source().resize(640, 480).jpeg().toBuffer();
    await expect(readPicture(jpeg.subarray(0, jpeg.length / 2))).rejects.toThrow('damaged or cut off');
  });

  it('refuses a picture that claims more than 40 megapixels before decoding it', async () => {
    const vast = await sharp({ create: { width: 8000, height: 5001, channels: 3, background: '#888' } })
      .png()
      .toBuffer();
    await expect(readPicture(vast)).rejects.toThrow('at most 40 megapixels');
  });
});
