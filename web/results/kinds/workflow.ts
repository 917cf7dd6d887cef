/**
 * What a workflow says of its outputs: the answer of `POST /{workspace}/workflows/{id}/describe_interface`.
 */
import { MOST_OUTPUTS } from './bounds';
import { isRecord } from './is';

/** Names as in `Kind.name` of inference, core/workflows/execution_engine/entities/types.py; `*` is any. */
export type Kinds = readonly string[];
/** By name, as `Output.name` has it. A map, because an output may be named `constructor`. */
export type Workflow = { outputs: ReadonlyMap<string, Kinds> };

/** @returns null where it is no such answer */
export function readWorkflow(answer: unknown): Workflow | null {
  if (!isRecord(answer) || !isRecord(answer.outputs)) return null;
  const outputs = new Map<string, Kinds>();
  addOutputs(answer.outputs, '', outputs);
  return { outputs };
}

/** All outputs of a step (`$steps.x.*`) are one output of the workflow, and come as its parts. */
function addOutputs(described: Record<string, unknown>, prefix: string, outputs: Map<string, Kinds>): void {
  for (const name of Object.keys(described)) {
    if (outputs.size >= MOST_OUTPUTS) return;
    const kinds = described[name];
    if (Array.isArray(kinds))
      outputs.set(prefix + name, kinds.filter((kind) => typeof kind === 'string').slice(0, 32));
    else if (isRecord(kinds) && prefix === '') addOutputs(kinds, `${name}.`, outputs);
  }
}

/**
 * Outputs that may be pictures, in the workflow's order. A part of a step's outputs cannot be had as video,
 * for it has no name of its own.
 */
export function pictureOutputs({ outputs }: Workflow): string[] {
  return [...outputs]
    .filter(([name, kinds]) => kinds.includes('image') && !name.includes('.'))
    .map(([name]) => name);
}

/**
 * `object_detection_prediction` and its kin: sets of things. A workflow that stops on the way gives an empty
 * list in their place.
 */
const THINGS = /^(?!classification_).*_prediction$|_detection$/;

export function sayThings(kinds: Kinds): boolean {
  return kinds.length > 0 && kinds.every((kind) => THINGS.test(kind));
}
