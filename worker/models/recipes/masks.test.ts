/** The converted network against the published graph, which TensorFlow.js runs as it is. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { openOriginalMasks } from '../../../kit/models/original';
import { realPictures } from '../../../kit/models/pictures';
import type { Picture } from '../../detect/boxes';
import { readOnnxMetadata } from '../../detect/objects/model/onnx-metadata';
import { fetchPackage } from '../fetching/fetch';
import { hexOf } from '../fetching/folder';
import { OtherGraph } from '../tfjs/graph';
import { MASKS } from './masks';
import type { PackageFiles } from './types';

const SIDE = 513;

const files = await fetchPackage(MASKS);
const original = await openOriginalMasks(files);
const pictures = (await realPictures()).map(({ name, picture }) => ({ name, picture: cornerOf(picture) }));

/** Of a size that the original takes as it is: it lays smaller pictures into a corner. */
function cornerOf({ data, width, height }: Picture): Picture {
  const [columns, rows] = [Math.min(SIDE, width), Math.min(SIDE, height)];
  const lines = Array.from({ length: rows }, (_, row) =>
    data.subarray(3 * row * width, 3 * (row * width + columns)),
  );
  return { data: Uint8Array.from(Buffer.concat(lines)), width: columns, height: rows };
}

async function run({ data, width, height }: Picture): Promise<Uint8Array> {
  const session = await InferenceSession.create(MASKS.convert(files), { intraOpNumThreads: 1 });
  const planes = new Float32Array(3 * SIDE * SIDE).fill(0.5);
  for (let at = 0; at < width * height; at += 1)
    for (let channel = 0; channel < 3; channel += 1)
      planes[(channel * SIDE + Math.floor(at / width)) * SIDE + (at % width)] = data[3 * at + channel]! / 255;
  const { classes } = await session.run({ images: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
  await session.release();
  const whole = classes!.data as Uint8Array;
  return Uint8Array.from({ length: width * height }, (_, at) => {
    return whole[Math.floor(at / width) * SIDE + (at % width)]!;
  });
}

// One photo: the file itself is always the same one (below), and the original takes seconds for each.
it('gives for each px what the original gives, but for a few on the borders', async () => {
  const { picture } = pictures.find(({ name }) => name === 'astronaut')!;
  const [ours, theirs] = await Promise.all([run(picture), original(picture)]);
  expect(ours.length).toBe(theirs.length);
  const others = ours.filter((each, at) => each !== theirs[at]).length;
  expect(others / ours.length).toBeLessThan(0.001);
}, 60_000);

it('sees the cat and the person', async () => {
  const seen = async (name: string) =>
    new Set(await run(pictures.find((each) => each.name === name)!.picture));
  expect(await seen('chelsea')).toContain(8);
  expect(await seen('astronaut')).toContain(15);
}, 60_000);

it('is the file that its recipe names, with its licence in its description', () => {
  const model = MASKS.convert(files);
  expect([hexOf(model), model.length]).toEqual([MASKS.sha256, MASKS.bytes]);
  expect(readOnnxMetadata(model).get('description')).toContain('Apache-2.0');
});

describe('another graph', () => {
  type Node = { name: string; op: string; input: string[]; attr: Record<string, { b?: boolean }> };
  const changed = (change: (nodes: Node[]) => void): PackageFiles => {
    const json = JSON.parse(new TextDecoder().decode(files.get('model/model.json')));
    change(json.modelTopology.node);
    return new Map(files).set('model/model.json', new TextEncoder().encode(JSON.stringify(json)));
  };
  const each = (op: string, change: (node: Node) => void) => (nodes: Node[]) => {
    for (const node of nodes) if (node.op === op) change(node);
  };
  it.each<[string, (nodes: Node[]) => void, RegExp]>([
    [
      'px that lie otherwise',
      each('ResizeBilinear', ({ attr }) => delete attr.align_corners),
      /align corners/,
    ],
    ['a cut that is not put together', each('SpaceToBatchND', (node) => (node.op = 'Relu')), /was not cut/],
    [
      'a cut that is put together otherwise',
      each('BatchToSpaceND', (node) => (node.input[1] = 'strided_slice_7')),
      /cut otherwise/,
    ],
    ['an average over a part', each('AvgPool', ({ attr }) => delete attr.ksize), /no average over all/],
  ])('is refused: %s', (_, change, words) => {
    const other = changed(change);
    expect(() => MASKS.convert(other)).toThrow(OtherGraph);
    expect(() => MASKS.convert(other)).toThrow(words);
  });
});
