/** The viewfinder's current frame as an encoded photo. */
import { Failure } from '../errors/failure';
import { encodeJpeg } from '../platform/encodeJpeg';

/**
 * JPEG quality: the first that fits under the proxy's limit is taken. Below 0.5 a code's small modules smear.
 */
const QUALITIES = [0.92, 0.8, 0.65, 0.5];

/**
 * The frame at the camera's full resolution (px), never mirrored, so that text reads and boxes refer to what
 * the lens saw.
 * @param maxBytes the largest body that the proxy takes
 * @throws Failure `photo_failed` where there is no picture yet or it cannot be encoded under `maxBytes`
 */
export async function takeStill(video: HTMLVideoElement | null, maxBytes: number): Promise<Blob> {
  const width = video?.videoWidth ?? 0;
  const height = video?.videoHeight ?? 0;
  if (!video || width === 0 || height === 0) throw new Failure('photo_failed');
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const photo = await encodeUnder(canvas, maxBytes);
  if (!photo) throw new Failure('photo_failed');
  return photo;
}

/** @returns null where the browser cannot encode it, or not under `maxBytes` */
export async function encodeUnder(canvas: HTMLCanvasElement, maxBytes: number): Promise<Blob | null> {
  for (const quality of QUALITIES) {
    const blob = await encodeJpeg(canvas, quality);
    if (blob && blob.size <= maxBytes) return blob;
  }
  return null;
}
