/**
 * A file that a person chose, as a photo that a worker takes: upright by its EXIF, scaled, and encoded anew, so
 * that nothing else that the file says (place, device, date) leaves the phone.
 */
import { encodeUnder } from '../camera/still';
import { Failure, type FailureCode } from '../errors/failure';
import { HEAD_BYTES, isHeic, isPicture } from '../picture/header';

/** px. A phone's largest photo is 50 to 108 million and 200 in a few; a decoded one has four bytes for each. */
const MOST_PIXELS = 110_000_000;
/** px that are sent: a canvas of Safari on iOS has at most 16.7 million. */
const SENT_PIXELS = 12_000_000;
/** Where even the lowest quality is too large: of each side. */
const SMALLER = 0.7;
const LEAST_SIDE = 64;

/**
 * By `<img>` and not `createImageBitmap`: it reads all that the engine knows (HEIC in Safari), turns by EXIF in
 * every one, and knows the size before all of it is decoded.
 * @param maxBytes the largest body that the proxy takes
 * @throws Failure `picture_unreadable` or `heic_unreadable` where this browser cannot, the first one also where
 * it is too large
 */
export async function readPicture(file: Blob, maxBytes: number, signal: AbortSignal): Promise<Blob> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (!isPicture(head)) throw new Failure('picture_unreadable');
  const url = URL.createObjectURL(file);
  try {
    const picture = await loaded(url, isHeic(head) ? 'heic_unreadable' : 'picture_unreadable');
    signal.throwIfAborted();
    return await encoded(picture, maxBytes);
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function loaded(url: string, otherwise: FailureCode): Promise<HTMLImageElement> {
  const picture = new Image();
  picture.src = url;
  await new Promise((done, fail) => {
    picture.onload = done;
    picture.onerror = () => fail(new Failure(otherwise));
  });
  const pixels = picture.naturalWidth * picture.naturalHeight;
  if (pixels === 0 || pixels > MOST_PIXELS) throw new Failure('picture_unreadable');
  return picture;
}

async function encoded(picture: HTMLImageElement, maxBytes: number): Promise<Blob> {
  const { naturalWidth: width, naturalHeight: height } = picture;
  let scale = Math.min(1, Math.sqrt(SENT_PIXELS / (width * height)));
  while (scale * Math.min(width, height) >= Math.min(LEAST_SIDE, width, height)) {
    const photo = await encodeUnder(drawn(picture, scale), maxBytes);
    if (photo) return photo;
    scale *= SMALLER;
  }
  throw new Failure('picture_unreadable');
}

/** On white: a JPEG has no transparency, and dark print on black would be gone. */
function drawn(picture: HTMLImageElement, scale: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
  const context = canvas.getContext('2d');
  if (!context) throw new Failure('picture_unreadable');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
