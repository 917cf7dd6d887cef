/**
 * From a frame or a photo and what was seen in it to the pictures that were asked for. Runs inside the
 * picture thread.
 */
import sharp from 'sharp';
import { readPicture } from '../detect/photos/picture';
import type { WirePrediction } from '../detect/types';
import type { Rotation, Size } from '../media/upright';
import { annotate, drawNotes } from './annotate';
import { i420Canvas, rgbCanvas } from './canvas';
import type { Picture } from './i420';
import { i420ToRgb, toUpright } from './i420';
import type { Drawing } from './types';

export type ImageOrder = { name: string; drawing: Drawing };
export type VideoOrder = { drawing: Drawing; notes: string[] };
/** In px of the upright picture. */
type WithThings = { things: WirePrediction[] };

export type FrameJob = {
  kind: 'frame';
  /** As decoded: I420, perhaps lying on its side. */
  frame: Size & { rotation: Rotation; data: Uint8Array };
  video: (VideoOrder & WithThings) | null;
  images: (ImageOrder & WithThings)[];
};
export type PhotoJob = {
  kind: 'photo';
  /** A file that the detector could read. */
  bytes: Uint8Array;
  images: (ImageOrder & WithThings)[];
};
export type PictureJob = FrameJob | PhotoJob;

/** `video`: I420, upright. `images`: JPEG files in base64, by output name. */
export type Painted = { video: Picture | null; images: Record<string, string> };

/**
 * What a stream's image is compressed with (inference env.py:1329); a photo's
 * (execution_engine/entities/base.py:714).
 */
const FRAME_QUALITY = 80;
const PHOTO_QUALITY = 95;

/** @throws UnreadablePhoto */
export async function paint(job: PictureJob): Promise<Painted> {
  if (job.kind === 'photo') {
    const photo = await readPicture(job.bytes);
    return { video: null, images: await paintImages(photo, job, PHOTO_QUALITY) };
  }
  const upright = toUpright(job.frame);
  // The images first: the video is drawn into the frame itself.
  const images = job.images.length > 0 ? await paintImages(i420ToRgb(upright), job, FRAME_QUALITY) : {};
  return { video: job.video && paintVideo(upright, job.video), images };
}

function paintVideo(picture: Picture, { drawing, things, notes }: VideoOrder & WithThings) {
  const canvas = i420Canvas(picture);
  annotate(canvas, things, drawing);
  drawNotes(canvas, notes);
  return picture;
}

async function paintImages(
  picture: Picture,
  { images }: PictureJob,
  quality: number,
): Promise<Record<string, string>> {
  const files: [string, string][] = [];
  for (const { name, drawing, things } of images) {
    const copy = { ...picture, data: images.length > 1 ? picture.data.slice() : picture.data };
    annotate(rgbCanvas(copy), things, drawing);
    files.push([name, await toJpeg(copy, quality)]);
  }
  return Object.fromEntries(files);
}

async function toJpeg({ width, height, data }: Picture, quality: number): Promise<string> {
  const jpeg = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  return jpeg.toString('base64');
}
