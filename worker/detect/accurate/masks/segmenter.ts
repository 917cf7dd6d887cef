/** The network that says of each px what it belongs to (DeepLabV3, worker/models/recipes/deeplab.ts). */
import type { Picture } from '../../boxes';
import { loadRuntime } from '../../objects/model/runtime';
import { type Letterbox, planLetterbox } from '../../objects/pixels/letterbox';
import { fillFromPicture } from '../../objects/pixels/rgb';

/** A number for each px of the network's input, and where in it the picture lies. */
export type ClassMap = { classes: Uint8Array; letterbox: Letterbox };
export type Segment = (picture: Picture) => Promise<ClassMap>;

/** px of the network's sides. */
const SIDE = 513;
const RULE = { width: SIDE, height: SIDE, longSide: SIDE, stride: 1 };
/** As in training. */
const GREY = 0.5;

/** @throws RuntimeMissing, Error where the file cannot be read */
export async function openSegmenter(path: string): Promise<Segment> {
  const runtime = await loadRuntime();
  const session = await runtime.InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    // It is asked now and then, and would keep what one run needs for good.
    enableCpuMemArena: false,
    logSeverityLevel: 4,
  });
  const numbers = new Float32Array(3 * SIDE * SIDE);
  return async (picture) => {
    const letterbox = planLetterbox(picture, RULE);
    fillFromPicture(picture, letterbox, numbers.fill(GREY));
    const { classes } = await session.run({
      images: new runtime.Tensor('float32', numbers, [1, 3, SIDE, SIDE]),
    });
    if (!(classes?.data instanceof Uint8Array)) throw new Error('The network gives no map of classes.');
    return { classes: classes.data, letterbox };
  };
}
