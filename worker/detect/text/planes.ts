/** Pictures and frames in the size that is asked for. */
import { type Size, uprightSize } from '../../media/upright';
import type { VideoFrame } from '../../media/wrtc';
import type { Picture } from '../boxes';
import { type FrameFiller, frameFiller, frameKind } from '../objects/pixels/i420';
import type { Letterbox } from '../objects/pixels/letterbox';
import { fillFromPicture } from '../objects/pixels/rgb';

/** Upright, planes R, G, B one after the other, from 0 to 1. */
export type Planes = Size & { data: Float32Array };

/** `at` stretches it over that many px; what it returned for that size is good until the next picture. */
export type Source = { size: Size; at(size: Size): Planes };

const stretched = ({ width, height }: Size): Letterbox => ({
  width,
  height,
  left: 0,
  top: 0,
  innerWidth: width,
  innerHeight: height,
});

export function fromPicture(picture: Picture): Source {
  const { width, height } = picture;
  return {
    size: { width, height },
    at(size) {
      const data = new Float32Array(3 * size.width * size.height);
      fillFromPicture(picture, stretched(size), data);
      return { ...size, data };
    },
  };
}

/** Of the streams' kinds of late: each holds a WebAssembly memory, which V8 gives 10 GB of addresses. */
const MOST_FILLERS = 4;
const fillers = new Map<string, FrameFiller>();

export function fromFrame({ data, width, height, rotation }: VideoFrame): Source {
  const [stored, orientation] = [
    { width, height },
    { rotation, mirrored: false },
  ];
  const made = new Map<string, Planes>();
  const fill = (size: Size): Planes => {
    const kind = `${frameKind(stored, orientation)} ${size.width}x${size.height}`;
    const known = fillers.get(kind) ?? frameFiller(stored, orientation, stretched(size), 0);
    fillers.delete(kind);
    fillers.set(kind, known);
    const [oldest] = fillers.keys();
    if (fillers.size > MOST_FILLERS && oldest !== undefined) fillers.delete(oldest);
    return { ...size, data: known(data) };
  };
  return {
    size: uprightSize(stored, orientation),
    at(size) {
      const name = `${size.width}x${size.height}`;
      const planes = made.get(name) ?? fill(size);
      made.set(name, planes);
      return planes;
    },
  };
}
