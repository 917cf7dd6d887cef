/** The camera's picture of this moment as an encoded photo. */
import { Failure } from '../errors/failure';
import { encodeJpeg } from '../platform/encodeJpeg';
import type { CameraPicture, Still } from './types';

/**
 * JPEG quality: the first that fits under the proxy's limit is taken. Below 0.5 a code's small modules smear.
 */
const QUALITIES = [0.92, 0.8, 0.65, 0.5];

/**
 * The picture as it is at the call, as large as the sensor gives it, else at the track's own size. Never mirrored, so
 * that text reads and boxes refer to what the lens saw.
 * @param camera null where no camera is on
 * @param maxBytes the largest body that the proxy takes
 * @returns promises that reject with Failure `photo_failed` where there is no picture yet or it cannot be encoded
 * under `maxBytes`
 */
export function takeStill(camera: CameraPicture | null, maxBytes: number): Still {
  const frame = camera && frameOf(camera.video);
  if (!camera || !frame) return { glimpse: null, photo: Promise.reject(new Failure('photo_failed')) };
  if (!mayBeLarger(camera)) return { glimpse: null, photo: encodedFrame(frame, maxBytes) };
  return { glimpse: encodedFrame(frame, maxBytes), photo: largest(camera, frame, maxBytes) };
}

/** Whether it is worth asking the sensor. */
function mayBeLarger({ track, isIdle }: CameraPicture): boolean {
  return 'ImageCapture' in globalThis || (isIdle && 'getCapabilities' in track);
}

async function largest(camera: CameraPicture, frame: HTMLCanvasElement, maxBytes: number): Promise<Blob> {
  // Offline, or replaced by a new version: the frame will do.
  const sensor = await import('./sensor').catch(() => null);
  const encode = (canvas: HTMLCanvasElement) => encodeUnder(canvas, maxBytes);
  return (await sensor?.sensorPicture(camera, frame, encode)) ?? encodedFrame(frame, maxBytes);
}

/** Null where there is no picture yet. */
function frameOf(video: HTMLVideoElement): HTMLCanvasElement | null {
  const { videoWidth: width, videoHeight: height } = video;
  if (width === 0 || height === 0) return null;
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return canvas;
}

async function encodedFrame(frame: HTMLCanvasElement, maxBytes: number): Promise<Blob> {
  const photo = await encodeUnder(frame, maxBytes);
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
