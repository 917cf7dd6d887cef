import { type Orientation, type Size, uprightSize } from '../../../media/upright';
import type { Picture } from '../../boxes';
import { type FrameFiller, frameFiller, frameKind } from './i420';
import type { Letterbox } from './letterbox';

/**
 * The last one made: a stream's frames are of one kind, and each filler holds a WebAssembly memory, which V8
 * gives 10 GB of addresses.
 */
let last: { kind: string; fill: FrameFiller } | undefined;

/**
 * A whole frame (I420) as an upright picture, for work that needs its pixels. Takes a few times as long as
 * filling a model's input.
 */
export function frameToPicture(frame: Uint8Array, stored: Size, orientation: Orientation): Picture {
  const { width, height } = uprightSize(stored, orientation);
  const whole: Letterbox = { width, height, left: 0, top: 0, innerWidth: width, innerHeight: height };
  const kind = frameKind(stored, orientation);
  if (last?.kind !== kind) last = { kind, fill: frameFiller(stored, orientation, whole, 0) };
  const planes = last.fill(frame);
  const area = width * height;
  const data = new Uint8Array(area * 3);
  for (let at = 0; at < area; at += 1) {
    for (let channel = 0; channel < 3; channel += 1) {
      data[at * 3 + channel] = Math.round((planes[at + channel * area] as number) * 255);
    }
  }
  return { data, width, height };
}
