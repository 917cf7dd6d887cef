/** The buffers that pictures are laid into, kept for the next picture of the same shape. */
import type { Orientation, Size } from '../../../media/upright';
import { uprightSize } from '../../../media/upright';
import { type InputRule, type Letterbox, planLetterbox } from '../letterbox';
import { type FrameFiller, frameFiller, frameKind } from '../pixels/i420';
import { fillFromPicture } from '../pixels/rgb';
import type { Picture } from '../types';
import { toHalf } from './half';
import type { Precision } from './interface';

/** The grey around a picture, as in training. */
const BORDER = 114 / 255;
/** Streams differ in size and photos' tiles too, but a thread meets few shapes at a time. */
const MOST_KEPT = 6;

export type Input = {
  letterbox: Letterbox;
  /** Upright size of the picture, px. */
  picture: Size;
  /** `[1, 3, height, width]`, to be handed on before the next picture is laid in. */
  numbers: Float32Array | Uint16Array;
};

type Prepared<Fill> = {
  letterbox: Letterbox;
  half: Uint16Array | null;
  fill: Fill;
};
type PictureFiller = (picture: Picture) => Float32Array;

export class Inputs {
  private readonly frames = new Kept<Prepared<FrameFiller>>();
  private readonly pictures = new Kept<Prepared<PictureFiller>>();

  constructor(
    private readonly rule: InputRule,
    private readonly precision: Precision,
  ) {}

  /** @param frame I420 of the stored size. */
  fromFrame(frame: Uint8Array, stored: Size, orientation: Orientation): Input {
    const picture = uprightSize(stored, orientation);
    const { letterbox, half, fill } = this.frames.get(frameKind(stored, orientation), () =>
      this.prepare(picture, (box) => frameFiller(stored, orientation, box, BORDER)),
    );
    return { letterbox, picture, numbers: halved(fill(frame), half) };
  }

  fromPicture(picture: Picture): Input {
    const { width, height } = picture;
    const { letterbox, half, fill } = this.pictures.get(`${width}x${height}`, () =>
      this.prepare(picture, pictureFiller),
    );
    return { letterbox, picture: { width, height }, numbers: halved(fill(picture), half) };
  }

  private prepare<Fill>(picture: Size, fillerFor: (letterbox: Letterbox) => Fill): Prepared<Fill> {
    const letterbox = planLetterbox(picture, this.rule);
    const length = 3 * letterbox.width * letterbox.height;
    const half = this.precision === 'float16' ? new Uint16Array(length) : null;
    return { letterbox, half, fill: fillerFor(letterbox) };
  }
}

function pictureFiller(letterbox: Letterbox): PictureFiller {
  const numbers = new Float32Array(3 * letterbox.width * letterbox.height).fill(BORDER);
  return (picture) => {
    fillFromPicture(picture, letterbox, numbers);
    return numbers;
  };
}

function halved(numbers: Float32Array, half: Uint16Array | null): Float32Array | Uint16Array {
  if (!half) return numbers;
  for (let at = 0; at < half.length; at += 1) half[at] = toHalf(numbers[at] as number);
  return half;
}

/** The few that were asked for last. */
class Kept<Value> {
  private readonly values = new Map<string, Value>();

  get(key: string, make: () => Value): Value {
    const value = this.values.get(key) ?? make();
    this.values.delete(key);
    this.values.set(key, value);
    const [oldest] = this.values.keys();
    if (this.values.size > MOST_KEPT && oldest !== undefined) this.values.delete(oldest);
    return value;
  }
}
