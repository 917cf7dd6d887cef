/** Barcodes and QR codes as a `Detector`: turns the reader's corners into predictions of the hosted blocks' shape. */
import { randomUUID } from 'node:crypto';
import { type Orientation, type Point, type Size, uprightSize } from '../media/upright';
import type { VideoFrame } from '../media/wrtc';
import type { CodeAnswer, CodeJob } from './code-thread';
import { readPhotoHeader } from './photo-header';
import type { ThreadAnswer, ThreadPool } from './thread-pool';
import { type Detector, type Sighting, UnreadablePhoto, type WirePrediction } from './types';
import type { Code, Effort } from './zxing';

export type CodePool = ThreadPool<CodeJob, CodeAnswer>;

/** What a code is called in the results. */
export type Naming = (code: Code) => { class: string; class_id: number };

export const bySymbology: Naming = ({ isQr }) =>
  isQr ? { class: 'qr_code', class_id: 0 } : { class: 'barcode', class_id: 1 };
/** The hosted barcode block calls everything it reads "barcode", QR codes too. */
export const allBarcodes: Naming = () => ({ class: 'barcode', class_id: 0 });
export const allQrCodes: Naming = () => ({ class: 'qr_code', class_id: 0 });

export type CodeReaderOptions = { live: CodePool; photos: CodePool; effort: Effort; naming: Naming };

export function createCodeReader({ live, photos, effort, naming }: CodeReaderOptions): Detector {
  const toSighting = (codes: Code[], upright: Size): Sighting => ({
    ...upright,
    predictions: codes.map((code) => toPrediction(code, upright, naming)),
  });
  return {
    async detectNewest(take) {
      let upright: Size | null = null;
      const posted = await live.run(() => {
        const frame = take();
        if (frame === null) return null;
        const orientation: Orientation = { rotation: frame.rotation, mirrored: false };
        upright = uprightSize(sizeOf(frame), orientation);
        return toJob('frame', frame.data, sizeOf(frame), orientation, effort);
      });
      return posted && upright ? toSighting(unpack(posted), upright) : null;
    },
    async detectPhoto(bytes) {
      const { orientation, width, height } = readPhotoHeader(bytes);
      const size = { width, height };
      const posted = await photos.run(() => toJob('photo', bytes, size, orientation, effort));
      if (!posted) throw new Error('The worker is shutting down.');
      return toSighting(unpack(posted), uprightSize(size, orientation));
    },
  };
}

function sizeOf({ width, height }: VideoFrame): Size {
  return { width, height };
}

function toJob(
  kind: CodeJob['kind'],
  bytes: Uint8Array,
  size: Size,
  orientation: Orientation,
  effort: Effort,
) {
  // Moved, not copied: the frame is the detector's, and a copy would be made on the media's own thread.
  const transfer = bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
  return { job: { kind, bytes, size, orientation, effort }, transfer };
}

function unpack(posted: ThreadAnswer<CodeAnswer>): Code[] {
  if ('answer' in posted) return posted.answer;
  throw posted.unreadable ? new UnreadablePhoto(posted.failure) : new Error(posted.failure);
}

/**
 * The box is the upright rectangle round the code's corners, cut to the picture. Confidence is 1 as in the hosted
 * blocks: a code's checksum either holds or nothing is reported. No `points`: there it means a segmentation outline.
 */
export function toPrediction(code: Code, picture: Size, naming: Naming): WirePrediction {
  const [left, right] = span(code.corners, 'x', picture.width);
  const [top, bottom] = span(code.corners, 'y', picture.height);
  return {
    width: right - left,
    height: bottom - top,
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    confidence: 1,
    ...naming(code),
    detection_id: randomUUID(),
    parent_id: 'image.[0]',
    data: code.text,
  };
}

/** At least 1 px wide: a linear code that was met by a single row has corners on one line. */
function span(corners: Point[], axis: 'x' | 'y', limit: number): [number, number] {
  const values = corners.map((corner) => Math.min(limit, Math.max(0, corner[axis])));
  const low = Math.min(...values);
  const high = Math.max(...values);
  return high - low >= 1 ? [low, high] : [Math.max(0, low - 0.5), Math.max(0, low - 0.5) + 1];
}
