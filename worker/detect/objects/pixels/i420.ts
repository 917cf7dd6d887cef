/**
 * A frame as libwebrtc decodes it, into a model's input: scaled, turned upright, from YCbCr to RGB. No copy of the
 * whole frame is made in between. 640×480 into 320×256 takes 0.7 to 1.2 ms of a virtual core, as the JIT has its day.
 */
import type { Orientation, Size } from '../../../media/upright';
import type { Letterbox } from '../letterbox';
import { reductionFor } from './plan';
import type { Plane } from './reduce';
import { makeScaler, type Scaled } from './scale';

/** Three planes of floats, R G B from 0 to 1, each `width × height` of the letterbox. */
export type Target = Float32Array;

export type FrameFiller = (frame: Uint8Array, target: Target) => void;

/** Makes the filler for frames of one kind. It leaves the border alone: `target` starts out filled with it. */
export function frameFiller(stored: Size, orientation: Orientation, letterbox: Letterbox): FrameFiller {
  const by = reductionFor(stored, orientation, letterbox);
  const chroma = { width: Math.ceil(stored.width / 2), height: Math.ceil(stored.height / 2) };
  const kind = { stored, orientation, step: 1 };
  const scaleLuma = makeScaler(
    { ...kind, size: stored, pxPerSample: 1, reduceBy: by, manner: 'blend' },
    letterbox,
  );
  // Chroma is the nearest sample: a blend of four of each would take as long as all the rest, for edges of colour alone.
  const chromaKind = {
    ...kind,
    size: chroma,
    pxPerSample: 2,
    reduceBy: Math.max(1, Math.floor(by / 2)),
    manner: 'nearest',
  } as const;
  const scaleU = makeScaler(chromaKind, letterbox);
  const scaleV = makeScaler(chromaKind, letterbox);
  const lumaBytes = stored.width * stored.height;
  const chromaBytes = chroma.width * chroma.height;

  return (frame, target) => {
    if (frame.length < lumaBytes + 2 * chromaBytes)
      throw new Error('The frame is shorter than its size says.');
    const plane = (offset: number, size: Size): Plane => ({ data: frame, offset, step: 1, ...size });
    const y = scaleLuma(plane(0, stored));
    const u = scaleU(plane(lumaBytes, chroma));
    const v = scaleV(plane(lumaBytes + chromaBytes, chroma));
    colour({ y, u, v }, letterbox, target);
  };
}

/** ITU-R BT.601, limited range: what browsers' VP8 and H.264 carry; WebRTC's frames do not say otherwise. Bytes in, 0 to 1 out. */
const LUMA = 1 / 219;
const LUMA_FOOT = 16 * LUMA;
const RED_V = 1.402 / 224;
const BLUE_U = 1.772 / 224;
const GREEN_U = (0.114 / 0.587) * BLUE_U;
const GREEN_V = (0.299 / 0.587) * RED_V;

type Planes = { y: Scaled; u: Scaled; v: Scaled };

function colour(planes: Planes, letterbox: Letterbox, target: Target): void {
  for (let row = 0; row < letterbox.innerHeight; row += 1) {
    const at = (letterbox.top + row) * letterbox.width + letterbox.left;
    colourRow(planes, row * letterbox.innerWidth, letterbox.innerWidth, target, at, target.length / 3);
  }
}

/** A row at a time: as one loop over all rows V8 made code that took twice as long. */
function colourRow(
  { y, u, v }: Planes,
  from: number,
  count: number,
  target: Target,
  at: number,
  area: number,
) {
  const [yData, uData, vData] = [y.data, u.data, v.data];
  const [yFrom, uFrom, vFrom] = [y.offset + from, u.offset + from, v.offset + from];
  for (let column = 0; column < count; column += 1) {
    const light = (yData[yFrom + column] as number) * LUMA - LUMA_FOOT;
    const cb = (uData[uFrom + column] as number) - 128;
    const cr = (vData[vFrom + column] as number) - 128;
    target[at + column] = share(light + RED_V * cr);
    target[at + column + area] = share(light - GREEN_U * cb - GREEN_V * cr);
    target[at + column + 2 * area] = share(light + BLUE_U * cb);
  }
}

/** Not by Math.min and Math.max, which take half as long again: they mind NaN and -0. */
function share(value: number): number {
  if (value < 0) return 0;
  if (value > 1) return 1;
  return value;
}
