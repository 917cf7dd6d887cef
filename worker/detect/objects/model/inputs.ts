/** The buffers that pictures are laid into, kept for the next picture of the same shape. */
import type { Orientation, Size } from '../../../media/upright';
import { uprightSize } from '../../../media/upright';
import type { Picture } from '../../boxes';
import { type Encoder, type Encoding, makeEncoder, type Numbers, PLAIN } from '../pixels/encoding';
import { type FrameFiller, frameFiller, frameKind } from '../pixels/i420';
import { type InputRule, type Letterbox, planLetterbox } from '../pixels/letterbox';
import { fillFromPicture } from '../pixels/rgb';

/** The grey around a picture, as in training. */
const BORDER = 114 / 255;
/** Streams differ in size and photos' tiles too, but a thread meets few shapes at a time. */
const MOST_KEPT = 6;

export type Input = {
  letterbox: Letterbox;
  /** Upright size of the picture, px. */
  picture: Size;
  /** `[1, 3, height, width]` or as the encoding says, to be handed on before the next picture is laid in. */
  numbers: Numbers;
};

type Prepared<Fill> = {
  letterbox: Letterbox;
  encode: Encoder;
  fill: Fill;
};
type PictureFiller = (picture: Picture) => Float32Array;

export class Inputs {
  private readonly frames = new Kept<Prepared<FrameFiller>>();
  private readonly pictures = new Kept<Prepared<PictureFiller>>();

  constructor(
    private readonly rule: InputRule,
    private readonly encoding: Encoding = PLAIN,
  ) {}

  /** @param frame I420 of the stored size. */
  fromFrame(frame: Uint8Array, stored: Size, orientation: Orientation): Input {
    const picture = uprightSize(stored, orientation);
    const { letterbox, encode, fill } = this.frames.get(frameKind(stored, orientation), () =>
      this.prepare(picture, (box) => frameFiller(stored, orientation, box, BORDER)),
    );
    return { letterbox, picture, numbers: encode(fill(frame)) };
  }

  fromPicture(picture: Picture): Input {
    const { width, height } = picture;
    const { letterbox, encode, fill } = this.pictures.get(`${width}x${height}`, () =>
      this.prepare(picture, pictureFiller),
    );
    return { letterbox, picture: { width, height }, numbers: encode(fill(picture)) };
  }

  private prepare<Fill>(picture: Size, fillerFor: (letterbox: Letterbox) => Fill): Prepared<Fill> {
    const letterbox = planLetterbox(picture, this.rule);
    const encode = makeEncoder(this.encoding, letterbox.width * letterbox.height);
    return { letterbox, encode, fill: fillerFor(letterbox) };
  }
}

function pictureFiller(letterbox: Letterbox): PictureFiller {
  const numbers = new Float32Array(3 * letterbox.width * letterbox.height).fill(BORDER);
  return (picture) => {
    fillFromPicture(picture, letterbox, numbers);
    return numbers;
  };
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
