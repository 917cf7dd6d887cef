/** The published graphs, run as they are by TensorFlow.js. */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { type GraphModel, loadGraphModel } from '@tensorflow/tfjs-converter';
import { ready, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Picture } from '../../worker/detect/boxes';
import { THINGS } from '../../worker/models/recipes/coco';
import type { PackageFiles } from '../../worker/models/recipes/types';

/** Of each anchor: a score for each of the 90 ids; top, left, bottom, right as shares of the picture. */
type Given = { scores: Float32Array; boxes: Float32Array; count: number };

const IDS = 90;

export type Original = (picture: Picture) => Promise<Given>;

/** Of the model for everyday things. */
export async function openOriginal(files: PackageFiles): Promise<Original> {
  const model = await openGraph(files, 'models/coco-ssd/');
  return async ({ data, width, height }) => {
    const input = tensor(data, [1, height, width, 3], 'int32');
    const outputs = (await model.executeAsync(input)) as Tensor[];
    const [scores, boxes] = await Promise.all(outputs.map((each) => each.data()));
    for (const each of [input, ...outputs]) each.dispose();
    return { scores: scores as Float32Array, boxes: boxes as Float32Array, count: boxes!.length / 4 };
  };
}

/** Of the network that segments: a class for each px of a picture that is at most 513 px long. */
export async function openOriginalMasks(
  files: PackageFiles,
): Promise<(picture: Picture) => Promise<Int32Array>> {
  const model = await openGraph(files, 'model/');
  return async ({ data, width, height }) => {
    const input = tensor(data, [1, height, width, 3], 'int32');
    const output = model.execute(input) as Tensor;
    const classes = await output.data();
    for (const each of [input, output]) each.dispose();
    return classes as Int32Array;
  };
}

async function openGraph(files: PackageFiles, folder: string): Promise<GraphModel> {
  const wasm = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(`${dirname(wasm)}/`);
  await setBackend('wasm');
  await ready();
  return loadGraphModel({ load: async () => artifacts(files, folder) });
}

function artifacts(files: PackageFiles, folder: string) {
  const { modelTopology, weightsManifest } = JSON.parse(
    new TextDecoder().decode(files.get(`${folder}model.json`)),
  );
  const paths: string[] = weightsManifest.flatMap(({ paths }: { paths: string[] }) => paths);
  const weightData = Uint8Array.from(Buffer.concat(paths.map((path) => files.get(folder + path)!))).buffer;
  const weightSpecs = weightsManifest.flatMap(({ weights }: { weights: object[] }) => weights);
  return { modelTopology, weightSpecs, weightData };
}

/** In the worker's layout, `[4 + 80, count]`: centre and size in px of the picture, then scores. */
export function asColumns({ scores, boxes, count }: Given, { width, height }: Picture): Float32Array {
  const columns = new Float32Array((4 + THINGS.length) * count);
  for (let at = 0; at < count; at += 1) {
    const [top = 0, left = 0, bottom = 0, right = 0] = boxes.subarray(4 * at, 4 * at + 4);
    const box = [((left + right) / 2) * width, ((top + bottom) / 2) * height];
    const column = [...box, (right - left) * width, (bottom - top) * height];
    column.push(...THINGS.map(({ id }) => scores[IDS * at + id - 1]!));
    for (const [row, number] of column.entries()) columns[row * count + at] = number;
  }
  return columns;
}
