/** What is painted on a photo of a scene. The scenes are grey: a colour was painted. */
import sharp from 'sharp';
import type { Box } from '../../scenes/scenes';
import { iou } from '../geometry';

/** How far from where it should be (px) a line is looked for. */
const REACH_PX = 14;
/** Spread of the channels (0 to 255) from which a pixel has a colour; JPEG's greys stay below. */
const COLOURED = 30;
/** The thick corners make up a quarter of a long side; what is thin between, JPEG may wash out. */
const LEAST_SHARE = 0.2;

export class PaintedPhoto {
  private constructor(
    private readonly rgb: Buffer,
    /** px */
    readonly width: number,
    readonly height: number,
  ) {}

  /** @param file of any kind, px by px as it is stored */
  static async of(file: Buffer): Promise<PaintedPhoto> {
    const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    return new PaintedPhoto(data, info.width, info.height);
  }

  /** The photo that is shown now. @param run runs in the page and waits for what it returns */
  static async shown(run: (work: () => Promise<string>) => Promise<string>): Promise<PaintedPhoto> {
    return PaintedPhoto.ofUrl(await run(pictureOf));
  }

  /** @param url data: */
  static ofUrl(url: string): Promise<PaintedPhoto> {
    return PaintedPhoto.of(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
  }

  /** The frame painted about where `truth` is, px of the photo; null where a side of it is missing. */
  frameAt({ x, y, width, height }: Box): Box | null {
    const column = (about: number) => this.line(about, y, height, (at, along) => this.spread(at, along));
    const row = (about: number) => this.line(about, x, width, (at, along) => this.spread(along, at));
    const [left, right, top, bottom] = [column(x), column(x + width), row(y), row(y + height)];
    if (left === null || right === null || top === null || bottom === null) return null;
    return { x: left, y: top, width: right - left, height: bottom - top };
  }

  /** How well the frame about `truth` is where it belongs: 0 where there is no whole frame. */
  overlap(truth: Box): number {
    const painted = this.frameAt(truth);
    return painted ? iou(painted, truth) : 0;
  }

  /** How strong the colour is in 9 × 9 px about the middle of a box: the mean spread of the channels. */
  colourInside({ x, y, width, height }: Box): number {
    const [left, top] = [Math.round(x + width / 2) - 4, Math.round(y + height / 2) - 4];
    const cells = Array.from({ length: 81 }, (_, i) => this.spread(left + (i % 9), top + Math.floor(i / 9)));
    return cells.reduce((sum, each) => sum + each, 0) / cells.length;
  }

  /** Where, near `about`, the most of `length` px from `start` on has a colour. */
  private line(
    about: number,
    start: number,
    length: number,
    spread: (at: number, along: number) => number,
  ): number | null {
    let best = { at: 0, count: 0 };
    for (let at = Math.round(about) - REACH_PX; at <= about + REACH_PX; at++) {
      let count = 0;
      for (let along = Math.round(start); along < start + length; along++)
        if (spread(at, along) > COLOURED) count += 1;
      if (count > best.count) best = { at, count };
    }
    return best.count >= length * LEAST_SHARE ? best.at : null;
  }

  private spread(x: number, y: number): number {
    const at = (y * this.width + x) * 3;
    const channels = [...this.rgb.subarray(at, at + 3)];
    return Math.max(...channels) - Math.min(...channels);
  }
}

/** Runs in the page. */
async function pictureOf(): Promise<string> {
  const photo = document.querySelector<HTMLImageElement>('dialog img');
  if (!photo) throw new Error('No photo is shown.');
  await photo.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [photo.naturalWidth, photo.naturalHeight];
  canvas.getContext('2d')?.drawImage(photo, 0, 0);
  return canvas.toDataURL('image/png');
}
