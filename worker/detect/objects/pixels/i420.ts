/**
 * A frame as libwebrtc decodes it, into a model's input: scaled, turned upright, from YCbCr to RGB. 640×480
 * into 320×256 takes 0.1 ms of a virtual core.
 */
import type { Orientation, Size } from '../../../media/upright';
import { type PlaneKind, planChannel } from './channel';
import { Layout } from './kernels';
import type { Letterbox } from './letterbox';
import { reductionFor } from './plan';

/**
 * @returns three planes of floats, R G B from 0 to 1, each `width × height` of the letterbox; good until the
 * next call.
 */
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
  const { width, height, left, top, innerWidth, innerHeight } = letterbox;
  const area = width * height;
  const layout = new Layout();
  const targetAt = layout.reserve(12 * area);
  const { frameAt, bytes, planes } = placeFrame(stored, layout);
  const reduceBy = reductionFor(stored, orientation, letterbox);
  const plan = (plane: PlaneKind) => planChannel(plane, { stored, orientation, letterbox }, layout);
  const luma = plan({ ...planes.y, reduceBy, pxPerSample: 1, isBlended: true });
  // Chroma is the nearest sample: a blend of four of each would take as long as all the rest, for edges of
  // colour alone.
  const chroma = { reduceBy: Math.max(1, Math.floor(reduceBy / 2)), pxPerSample: 2, isBlended: false };
  const channels = [luma, plan({ ...planes.u, ...chroma }), plan({ ...planes.v, ...chroma })];
  const { buffer, kernels } = layout.open();
  const target = new Float32Array(buffer, targetAt, 3 * area).fill(border);
  const room = new Uint8Array(buffer, frameAt, bytes);
  const samplers = channels.map((channel) => channel.open(buffer, kernels));
  const [y, u, v] = channels.map((channel) => channel.samplesAt) as [number, number, number];
  const start = targetAt + 4 * (top * width + left);
  return (frame) => {
    if (frame.length < bytes) throw new Error('The frame is shorter than its size says.');
    room.set(frame.subarray(0, bytes));
    for (const sample of samplers) sample();
    kernels.colour(y, u, v, innerWidth, innerHeight, start, width, area);
    return target;
  };
}

/** I420: luma, then two planes of chroma, a sample for every 2 by 2 px. */
function placeFrame(stored: Size, layout: Layout) {
  const chroma = { width: Math.ceil(stored.width / 2), height: Math.ceil(stored.height / 2) };
  const [lumaBytes, chromaBytes] = [stored.width * stored.height, chroma.width * chroma.height];
  const bytes = lumaBytes + 2 * chromaBytes;
  const frameAt = layout.reserve(bytes);
  const uAt = frameAt + lumaBytes;
  const planes = {
    y: { at: frameAt, size: stored },
    u: { at: uAt, size: chroma },
    v: { at: uAt + chromaBytes, size: chroma },
  };
  return { frameAt, bytes, planes };
}
