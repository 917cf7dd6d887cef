/** The buffers that pictures are laid into, kept for the next picture of the same shape. */
import type { Orientation, Size } from '../../../media/upright';
import { uprightSize } from '../../../media/upright';
import { type InputRule, type Letterbox, planLetterbox } from '../letterbox';
import { type FrameFiller, frameFiller } from '../pixels/i420';
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

type Prepared = {
  letterbox: Letterbox;
  numbers: Float32Array;
  half: Uint16Array | null;
  fill: FrameFiller | null;
};

export class Inputs {
  private readonly kept = new Map<string, Prepared>();

  constructor(
    private readonly rule: InputRule,
    private readonly precision: Precision,
  ) {}

  /** @param frame I420 of the stored size. */
  fromFrame(frame: Uint8Array, stored: Size, orientation: Orientation): Input {
    const picture = uprightSize(stored, orientation);
    const key = `frame ${stored.width}x${stored.height} ${orientation.rotation} ${orientation.mirrored}`;
    const prepared = this.prepare(key, picture);
    prepared.fill ??= frameFiller(stored, orientation, prepared.letterbox);
    prepared.fill(frame, prepared.numbers);
    return this.finish(prepared, picture);
  }

  fromPicture(picture: Picture): Input {
    const { width, height } = picture;
    const prepared = this.prepare(`picture ${width}x${height}`, picture);
    fillFromPicture(picture, prepared.letterbox, prepared.numbers);
    return this.finish(prepared, { width, height });
  }

  private prepare(key: string, picture: Size): Prepared {
    const known = this.kept.get(key);
    this.kept.delete(key);
    const prepared = known ?? this.allocate(picture);
    this.kept.set(key, prepared);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return prepared;
  }

  private allocate(picture: Size): Prepared {
    const letterbox = planLetterbox(picture, this.rule);
    const length = 3 * letterbox.width * letterbox.height;
    const half = this.precision === 'float16' ? new Uint16Array(length) : null;
    return { letterbox, numbers: new Float32Array(length).fill(BORDER), half, fill: null };
  }

  private finish({ letterbox, numbers, half }: Prepared, picture: Size): Input {
    if (!half) return { letterbox, picture, numbers };
    for (let at = 0; at < half.length; at += 1) half[at] = toHalf(numbers[at] as number);
    return { letterbox, picture, numbers: half };
  }
}
