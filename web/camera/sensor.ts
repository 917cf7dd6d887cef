/**
 * PHOTO at the sensor's size. The viewfinder's track films at 720p, and most lenses can do more for one picture: by
 * `takePhoto` (W3C mediacapture-image §3), which leaves the track alone; else, while nothing is sent of it, by a
 * larger track for a moment.
 */
import type { CameraPicture, Size } from './types';

/** @returns null where it is too large to be sent, or cannot be encoded */
type Encode = (canvas: HTMLCanvasElement) => Promise<Blob | null>;

type Range = { max?: number };
/** As much of ImageCapture as is used; TypeScript's DOM types leave it out. */
export type StillMaker = {
  getPhotoCapabilities(): Promise<{ imageWidth?: Range; imageHeight?: Range }>;
  takePhoto(settings: { imageWidth: number; imageHeight: number }): Promise<Blob>;
};

/** px. More would be a larger file and a slower answer; a canvas of Safari on iOS has at most 16.7 million. */
const MOST_PIXELS = 12_000_000;
/** So many times the frame's px are worth the wait. */
const WORTH = 1.3;
/** A phone answers within a second. One that never does must not cost the photo. */
const PATIENCE_MS = 4_000;
/** A track that was made larger brings its first such frame within this, or does not. */
const LARGER_MS = 1_500;
const SMALLER = 0.7;

/**
 * @param frame of the viewfinder at the press, px: its part of what the sensor sees is what the photo shows
 * @returns null where this camera has nothing better to give; never rejects
 */
export async function sensorPicture(
  camera: CameraPicture,
  frame: Size,
  encode: Encode,
): Promise<Blob | null> {
  const late = new Promise<null>((done) => setTimeout(() => done(null), PATIENCE_MS));
  try {
    const picture = await Promise.race([taken(camera, frame), late]);
    return picture && (await encoded(picture, frame, encode));
  } catch {
    return null; // The camera refused, or went away meanwhile.
  }
}

async function taken(camera: CameraPicture, frame: Size): Promise<ImageBitmap | null> {
  const photo = await byTakePhoto(camera.track, frame);
  if (photo) return createImageBitmap(photo);
  const larger = camera.isIdle ? largerTrack(camera.track, frame) : null;
  return larger && filmedLarger(camera, larger);
}

async function byTakePhoto(track: MediaStreamTrack, frame: Size): Promise<Blob | null> {
  const maker = stillMaker(track);
  const wanted = maker && photoSize(await maker.getPhotoCapabilities(), frame);
  if (!maker || !wanted) return null;
  const { torch } = track.getSettings() as { torch?: boolean };
  try {
    return await maker.takePhoto({ imageWidth: wanted.width, imageHeight: wanted.height });
  } finally {
    // Some phones put it out for a photo.
    if (torch)
      track.applyConstraints({ advanced: [{ torch } as MediaTrackConstraintSet] }).catch(() => undefined);
  }
}

/** Not in Firefox, nor in Safari before 18.4. */
function stillMaker(track: MediaStreamTrack): StillMaker | null {
  const { ImageCapture } = globalThis as { ImageCapture?: new (track: MediaStreamTrack) => StillMaker };
  return ImageCapture && 'takePhoto' in ImageCapture.prototype ? new ImageCapture(track) : null;
}

/** @returns what to ask of `takePhoto`, px; null where that is hardly more than the frame has */
export function photoSize(
  { imageWidth, imageHeight }: { imageWidth?: Range; imageHeight?: Range },
  frame: Size,
): Size | null {
  return worthwhile({ width: imageWidth?.max ?? 0, height: imageHeight?.max ?? 0 }, frame);
}

function worthwhile(most: Size, frame: Size): Size | null {
  const pixels = most.width * most.height;
  if (!(pixels >= WORTH * frame.width * frame.height) || !Number.isFinite(pixels)) return null;
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / pixels));
  return { width: Math.round(most.width * scale), height: Math.round(most.height * scale) };
}

/** @returns how large the track can be in the frame's own shape, px, lying as cameras count; null as above */
export function largerTrack(track: MediaStreamTrack, frame: Size): Size | null {
  const { width, height } = track.getCapabilities?.() ?? {};
  const long = Math.max(width?.max ?? 0, height?.max ?? 0);
  const shape = Math.max(frame.width, frame.height) / Math.min(frame.width, frame.height);
  return worthwhile({ width: long, height: Math.round(long / shape) }, frame);
}

/** The viewfinder stays on: its picture is a sharper one for a moment. */
async function filmedLarger({ track, video }: CameraPicture, wanted: Size): Promise<ImageBitmap | null> {
  const before = track.getConstraints();
  const [width, height] = [video.videoWidth, video.videoHeight];
  await track.applyConstraints({
    ...before,
    width: { ideal: wanted.width },
    height: { ideal: wanted.height },
  });
  try {
    const isLarger = () => video.videoWidth * video.videoHeight >= WORTH * width * height;
    await until(isLarger, video);
    return isLarger() ? await createImageBitmap(video) : null;
  } finally {
    await track.applyConstraints(before).catch(() => undefined);
  }
}

/** Until the picture has changed its size as wanted, or `LARGER_MS` have gone. */
function until(isThere: () => boolean, video: HTMLVideoElement): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      video.removeEventListener('resize', look);
      done();
    };
    const look = () => isThere() && end();
    video.addEventListener('resize', look);
    setTimeout(end, LARGER_MS);
    look();
  });
}

/**
 * What the viewfinder's frame has of a picture of the whole sensor, px of the picture: a film of 16:9 is the middle of
 * a sensor of 4:3. All of it where one stands and the other lies, and nothing is known.
 */
export function partInFrame(picture: Size, frame: Size): { x: number; y: number } & Size {
  const [shape, wanted] = [picture.width / picture.height, frame.width / frame.height];
  if ((shape - 1) * (wanted - 1) < 0) return { x: 0, y: 0, ...picture };
  const width = Math.min(picture.width, Math.round(picture.height * wanted));
  const height = Math.min(picture.height, Math.round(picture.width / wanted));
  return {
    x: Math.floor((picture.width - width) / 2),
    y: Math.floor((picture.height - height) / 2),
    width,
    height,
  };
}

/** Encoded anew: upright, whatever its EXIF says, and without what else that says (place, device). */
async function encoded(picture: ImageBitmap, frame: Size, encode: Encode): Promise<Blob | null> {
  const part = partInFrame(picture, frame);
  let scale = Math.min(1, Math.sqrt(MOST_PIXELS / (part.width * part.height)));
  // Below that the frame itself has as much.
  while (part.width * scale > frame.width) {
    const photo = await encode(drawn(picture, part, scale));
    if (photo) return photo;
    scale *= SMALLER;
  }
  return null;
}

function drawn(picture: ImageBitmap, part: ReturnType<typeof partInFrame>, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(part.width * scale);
  canvas.height = Math.round(part.height * scale);
  const context = canvas.getContext('2d');
  if (context) context.imageSmoothingQuality = 'high';
  context?.drawImage(picture, part.x, part.y, part.width, part.height, 0, 0, canvas.width, canvas.height);
  return canvas;
}
