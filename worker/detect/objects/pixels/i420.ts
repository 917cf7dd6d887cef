/**
 * A frame as libwebrtc decodes it, into a model's input: scaled, turned upright, from YCbCr to RGB. 640×480 into 320×256 takes
 * 0.1 ms of a virtual core.
 */
import type { Orientation, Size } from '../../../media/upright';
import type { Letterbox } from '../letterbox';
import { reductionFor } from './plan';
import { makeScaler, type PlaneKind } from './scale';
import { type Channels, openPainter, type Samples } from './vectors';

/** @returns three planes of floats, R G B from 0 to 1, each `width × height` of the letterbox; good until the next call. */
export type FrameFiller = (frame: Uint8Array) => Float32Array<ArrayBuffer>;

/** The same for all frames that one filler can fill from. */
export function frameKind({ width, height }: Size, { rotation, mirrored }: Orientation): string {
  return `${width}x${height} ${rotation} ${mirrored}`;
}

/** Makes the filler for frames of one kind. @param border what is put around them, 0 to 1. */
export function frameFiller(
  stored: Size,
  orientation: Orientation,
  letterbox: Letterbox,
  border: number,
): FrameFiller {
  const halvings = halvingsFor(stored, orientation, letterbox);
  const { lumaBytes, chromaBytes } = layoutOf(stored);
  const sample = halvings ? readyToHalve(stored, halvings) : scaling(stored, orientation, letterbox);
  const { target, paint } = openPainter(letterbox, border, halvings ?? { y: 0, u: 0, v: 0 });
  return (frame) => {
    if (frame.length < lumaBytes + 2 * chromaBytes)
      throw new Error('The frame is shorter than its size says.');
    paint(sample(frame));
    return target;
  };
}

/** I420: luma, then two planes of chroma, a sample for every 2 by 2 px. Counted in bytes. */
function layoutOf({ width, height }: Size) {
  const chroma = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  return { chroma, lumaBytes: width * height, chromaBytes: chroma.width * chroma.height };
}

/** How often the frame must be halved to be the letterbox's inside; null where that is not all there is to do. */
function halvingsFor(
  { width, height }: Size,
  { rotation, mirrored }: Orientation,
  { innerWidth, innerHeight }: Letterbox,
): Channels<number> | null {
  const times = Math.log2(width / innerWidth);
  const isWhole = Number.isInteger(times) && times >= 1 && height === innerHeight << times;
  if (!isWhole || rotation !== 0 || mirrored) return null;
  return { y: times, u: times - 1, v: times - 1 };
}

type Sampler = (frame: Uint8Array) => Channels<Samples>;

function readyToHalve(stored: Size, halvings: Channels<number>): Sampler {
  const { lumaBytes, chromaBytes } = layoutOf(stored);
  return (data) => ({
    y: { data, offset: 0, halvings: halvings.y },
    u: { data, offset: lumaBytes, halvings: halvings.u },
    v: { data, offset: lumaBytes + chromaBytes, halvings: halvings.v },
  });
}

function scaling(stored: Size, orientation: Orientation, letterbox: Letterbox): Sampler {
  const { chroma, lumaBytes, chromaBytes } = layoutOf(stored);
  const by = reductionFor(stored, orientation, letterbox);
  const scaler = (kind: Omit<PlaneKind, 'stored' | 'orientation' | 'step'>, offset: number) => {
    const scale = makeScaler({ ...kind, stored, orientation, step: 1 }, letterbox);
    return (data: Uint8Array): Samples => ({
      ...scale({ data, offset, step: 1, ...kind.size }),
      halvings: 0,
    });
  };
  const y = scaler({ size: stored, pxPerSample: 1, reduceBy: by, manner: 'blend' }, 0);
  // Chroma is the nearest sample: a blend of four of each would take as long as all the rest, for edges of colour alone.
  const reduceBy = Math.max(1, Math.floor(by / 2));
  const kind = { size: chroma, pxPerSample: 2, reduceBy, manner: 'nearest' } as const;
  const u = scaler(kind, lumaBytes);
  const v = scaler(kind, lumaBytes + chromaBytes);
  return (frame) => ({ y: y(frame), u: u(frame), v: v(frame) });
}
