/** What a worker writes, for tests. */
import { MOST_OUTPUTS } from './kinds/bounds';
import { isRecord } from './kinds/is';
import type { Thing } from './kinds/model';
import type { Kinds, Workflow } from './kinds/workflow';

export const FRAME = { width: 640, height: 480 };
export const uuid = (number: number) => `5f0c0000-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const prediction = (more: Record<string, unknown> = {}) => ({
  x: 100,
  y: 50,
  width: 20,
  height: 10,
  confidence: 0.9,
  class_id: 0,
  class: 'person',
  detection_id: uuid(1),
  parent_id: 'image.[0]',
  ...more,
});

/** As the page reads it. */
export const thingOf = (more: Partial<Thing> = {}): Thing => ({
  ...{ id: '', name: 'a', confidence: 0.9, outputs: [] },
  box: { x: 0, y: 0, width: 1, height: 1 },
  ...more,
});

/** Without a size, as empty sets and those of motion have it, where `image` is null. */
export const set = (predictions: unknown, image: unknown = FRAME) => ({
  image: image ?? { width: null, height: null },
  predictions,
});

/** Of the answer of `describe_interface`. @returns null where it is no such answer */
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
