/** What a workflow says of its outputs, as the proxy tells it (protocol/api.ts). */

/** Names as in `Kind.name` of inference, core/workflows/execution_engine/entities/types.py; `*` is any. */
export type Kinds = readonly string[];
/** By name, as `Output.name` has it. A map, because an output may be named `constructor`. */
export type Workflow = { outputs: ReadonlyMap<string, Kinds> };

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

/** Codes, and texts of any origin. */
const FINE = /code_detection$|^(string|language_model_output|\*)$/;

/** Whether what it finds may be small in the picture; said also where nobody can tell. */
export function seesFineDetail({ outputs }: Workflow): boolean {
  const kinds = [...outputs.values()].flat();
  return !kinds.some((kind) => THINGS.test(kind)) || kinds.some((kind) => FINE.test(kind));
}
