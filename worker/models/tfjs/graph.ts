/**
 * Reads a graph of TensorFlow.js: `model.json` names operators and where each weight's numbers lie, files
 * beside it hold them one after the other (github.com/tensorflow/tfjs, tfjs-core/src/io/types.ts).
 */
import * as v from 'valibot';

const Attribute = v.object({
  s: v.optional(v.union([v.string(), v.array(v.number())])),
  i: v.optional(v.union([v.string(), v.number()])),
  f: v.optional(v.number()),
  b: v.optional(v.boolean()),
  list: v.optional(v.nullable(v.object({ i: v.optional(v.array(v.union([v.string(), v.number()])), []) }))),
});

const Node = v.object({
  name: v.string(),
  op: v.string(),
  input: v.optional(v.array(v.string()), []),
  attr: v.optional(v.record(v.string(), Attribute), {}),
});

const Weight = v.object({
  name: v.string(),
  shape: v.array(v.number()),
  dtype: v.picklist(['float32', 'int32']),
  quantization: v.optional(v.never('its weights are quantised')),
});

const Model = v.object({
  modelTopology: v.object({ node: v.array(Node) }),
  weightsManifest: v.array(v.object({ paths: v.array(v.string()), weights: v.array(Weight) })),
});

export type TfNode = v.InferOutput<typeof Node>;
export type Constant = { data: Float32Array | Int32Array; shape: readonly number[] };
export type TfGraph = { nodes: ReadonlyMap<string, TfNode>; weights: ReadonlyMap<string, Constant> };

/** The graph is another one than its recipe was written for. */
export class OtherGraph extends Error {}

/** @param folder of `model.json`, and of the weights beside it. @throws OtherGraph */
export function readGraph(files: ReadonlyMap<string, Uint8Array>, folder: string): TfGraph {
  const read = (path: string) => {
    const found = files.get(`${folder}/${path}`);
    if (!found) throw new OtherGraph(`there is no ${path}`);
    return found;
  };
  const parsed = v.safeParse(Model, JSON.parse(new TextDecoder().decode(read('model.json'))));
  if (!parsed.success) throw new OtherGraph(`model.json: ${parsed.issues[0].message}`);
  const { modelTopology, weightsManifest } = parsed.output;
  return {
    nodes: new Map(modelTopology.node.map((node) => [node.name, node])),
    weights: new Map(
      weightsManifest.flatMap(({ paths, weights }) => [...cut(Buffer.concat(paths.map(read)), weights)]),
    ),
  };
}

function* cut(bytes: Uint8Array, weights: v.InferOutput<typeof Weight>[]): Generator<[string, Constant]> {
  let at = 0;
  for (const { name, shape, dtype } of weights) {
    const end = at + 4 * sizeOf(shape);
    if (end > bytes.length) throw new OtherGraph(`the weights end before ${name}`);
    const { buffer } = Uint8Array.from(bytes.subarray(at, end));
    yield [name, { shape, data: dtype === 'int32' ? new Int32Array(buffer) : new Float32Array(buffer) }];
    at = end;
  }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}
