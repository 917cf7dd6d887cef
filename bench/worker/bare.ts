/** The rival: a bare loop round `onnxruntime-node` with the worker's model, options and input. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Inputs } from '../../worker/detect/objects/model/inputs';
import { PLAIN } from '../../worker/detect/objects/pixels/encoding';
import type { InputRule } from '../../worker/detect/objects/pixels/letterbox';
import { UPRIGHT } from '../../worker/media/upright';
import { drawLoop } from './picture';

export const SIZE = { width: 640, height: 480 };

export type Bare = { path: string; input: InputRule; threads?: number };

/** @returns one run of the model. @throws where its first input is no tensor. */
export async function openBare({ path, input: rule, threads = 1 }: Bare): Promise<() => Promise<unknown>> {
  const session = await InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const [input] = session.inputMetadata;
  if (!input?.isTensor) throw new Error('The model takes no tensor.');
  const precision = input.type === 'float16' ? 'float16' : 'float32';
  const [frame = new Uint8Array()] = drawLoop();
  const { letterbox, numbers } = new Inputs(rule, { ...PLAIN, precision }).fromFrame(frame, SIZE, UPRIGHT);
  const tensor = new Tensor(precision, numbers, [1, 3, letterbox.height, letterbox.width]);
  return () => session.run({ [input.name]: tensor });
}
