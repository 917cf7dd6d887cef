/**
 * Barcodes and QR codes as a `Detector`: turns the reader's corners into predictions of the hosted blocks'
 * shape.
 */
import { randomUUID } from 'node:crypto';
import type { Point, Size } from '../../media/upright';
import { isPhoto } from '../photos/photo-format';
import { createThreadDetector } from '../threads/ask';
import type { Pools } from '../threads/pools';
import { type Detector, NO_PHOTO, UnreadablePhoto, type WirePrediction } from '../types';
import type { CodeAnswer, CodeJob } from './code-thread';
import type { Code, Effort } from './zxing';

export type CodePools = Pools<CodeJob, CodeAnswer>;

/** What a code is called in the results. */
export type Naming = (code: Code) => { class: string; class_id: number };

export const bySymbology: Naming = ({ isQr }) =>
  isQr ? { class: 'qr_code', class_id: 0 } : { class: 'barcode', class_id: 1 };
/** The hosted barcode block calls everything it reads "barcode", QR codes too. */
export const allBarcodes: Naming = () => ({ class: 'barcode', class_id: 0 });
export const allQrCodes: Naming = () => ({ class: 'qr_code', class_id: 0 });

export type CodeReaderOptions = { effort: Effort; naming: Naming };

export function createCodeReader(pools: CodePools, { effort, naming }: CodeReaderOptions): Detector {
  return createThreadDetector<CodeJob, CodeAnswer>(pools, {
    ofFrame: (frame) => ({ kind: 'frame', frame, effort }),
    ofPhoto: (bytes) => {
      if (!isPhoto(bytes)) throw new UnreadablePhoto(NO_PHOTO);
      return { kind: 'photo', bytes, effort };
    },
    toDetections: ({ codes, ...picture }) => ({
      ...picture,
      predictions: codes.map((code) => toPrediction(code, picture, naming)),
    }),
  });
}

/**
 * The box is the upright rectangle round the code's corners, cut to the picture. Confidence is 1 as in the
 * hosted blocks: a code's checksum either holds or nothing is reported. No `points`: there it means a
 * segmentation outline.
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
