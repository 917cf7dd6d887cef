/**
 * A detector that knows what is in the photo, and shows of each part what a model would: cut boxes, nothing
 * too small.
 */
import { createRandom } from '../../../../kit/figures/random';
import type { Box, DetectObjects, Picture } from '../../boxes';
import type { Rect } from '../../crop';
import { edgesOf, extentOf } from '../../geometry';
import { planTiles } from '../tiling/plan';

type ScriptedOptions = {
  /** px of the longer side of the model's picture. */
  modelSide: number;
  /** px in the model's picture, below which nothing is seen. */
  leastSide: number;
  /** Of a thing's area that must be in the part. */
  leastShare: number;
};

const MODEL: ScriptedOptions = { modelSide: 320, leastSide: 10, leastShare: 0.2 };

/** A square thing, px, of which a model is sure. */
export const boxOf = (x: number, y: number, side: number, more: Partial<Box> = {}): Box => ({
  ...{ x, y, width: side, height: side, confidence: 0.9, class: 'thing', class_id: 0 },
  ...more,
});

/** A photo no two rows of which are alike. */
export function noisePhoto(width: number, height: number): Picture {
  const random = createRandom(width * height);
  return { width, height, data: Uint8Array.from({ length: width * height * 3 }, () => random.whole(256)) };
}

/**
 * @param photo no two rows of which are alike: that is how a tile of it is known @param things px of the
 * photo
 */
export function scriptedDetector(photo: Picture, things: Box[], options = MODEL) {
  let calls = 0;
  const detect: DetectObjects = async (part) => {
    calls += 1;
    const place = placeOf(part, photo);
    const scale = options.modelSide / Math.max(part.width, part.height);
    return things.flatMap((thing) => seen(thing, place, scale, options));
  };
  return Object.assign(detect, { calls: () => calls });
}

function placeOf(part: Picture, photo: Picture): Rect {
  const whole = { left: 0, top: 0, width: photo.width, height: photo.height };
  const first = Buffer.from(part.data.subarray(0, part.width * 3));
  const start = ({ left, top }: Rect) => (top * photo.width + left) * 3;
  const isThere = (place: Rect) =>
    place.width === part.width &&
    place.height === part.height &&
    first.equals(photo.data.subarray(start(place), start(place) + first.length));
  const place =
    [whole, ...planTiles(photo.width, photo.height)].find(isThere) ?? anyPlace(first, part, photo);
  if (!place) throw new Error('The detector was given something that is no part of the photo.');
  return place;
}

function anyPlace(first: Buffer, { width, height }: Picture, photo: Picture): Rect | null {
  const at = Buffer.from(photo.data.buffer, photo.data.byteOffset, photo.data.length).indexOf(first);
  if (at < 0 || at % 3 !== 0) return null;
  return { left: (at / 3) % photo.width, top: Math.floor(at / 3 / photo.width), width, height };
}

function seen(thing: Box, part: Rect, scale: number, { leastSide, leastShare }: ScriptedOptions): Box[] {
  const whole = edgesOf(thing);
  const visible = {
    left: Math.max(0, whole.left - part.left),
    top: Math.max(0, whole.top - part.top),
    right: Math.min(part.width, whole.right - part.left),
    bottom: Math.min(part.height, whole.bottom - part.top),
  };
  if (visible.right <= visible.left || visible.bottom <= visible.top) return [];
  const box = extentOf(visible);
  const share = (box.width * box.height) / (thing.width * thing.height);
  if (share < leastShare || Math.min(box.width, box.height) * scale < leastSide) return [];
  // A model is less sure of a half, and surer of what it sees larger.
  const confidence = thing.confidence * share * Math.min(1, 0.7 + (thing.width * scale) / 200);
  return [{ ...thing, ...box, confidence }];
}
