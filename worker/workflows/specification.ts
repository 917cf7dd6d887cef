/** Inline workflows: the small part of Roboflow's workflow language that this worker can run. */
import * as v from 'valibot';
import { workflowSyntaxError } from '../errors';

const named = { type: v.string(), name: v.string() };
const specification = v.object({
  version: v.optional(v.string()),
  inputs: v.array(v.looseObject(named)),
  steps: v.array(v.looseObject(named)),
  outputs: v.pipe(v.array(v.looseObject({ ...named, selector: v.string() })), v.minLength(1)),
});
type Specification = v.InferOutput<typeof specification>;
type Step = Specification['steps'][number];

const IMAGE_INPUTS = new Set(['WorkflowImage', 'InferenceImage']);

export type ParsedSpecification = { blockType: string; imageInput: string; outputs: string[] };

/** @param blocks the step types that can be run. @throws Refusal (400, WorkflowSyntaxError) with the block to blame. */
export function parseSpecification(
  spec: Record<string, unknown>,
  blocks: ReadonlySet<string>,
): ParsedSpecification {
  const parsed = v.safeParse(specification, spec);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw workflowSyntaxError(`workflow_specification.${v.getDotPath(issue) ?? ''}: ${issue.message}.`);
  }
  const step = onlyStep(parsed.output, blocks);
  return {
    blockType: step.type,
    imageInput: imageInputOf(parsed.output, step),
    outputs: parsed.output.outputs.map((output) => outputName(output, step)),
  };
}

function onlyStep({ steps }: Specification, blocks: ReadonlySet<string>): Step {
  const known = [...blocks].join(' and ');
  const foreign = steps.find((step) => !blocks.has(step.type));
  if (foreign) {
    throw workflowSyntaxError(
      `The embedded worker cannot run the block ${foreign.type} (step "${foreign.name}"); it knows ${known}.`,
      { id: foreign.name, type: foreign.type },
    );
  }
  const [step, second] = steps;
  if (!step) throw workflowSyntaxError(`The workflow has no step; the embedded worker runs one of ${known}.`);
  if (second) {
    throw workflowSyntaxError('The embedded worker runs workflows of a single step.', {
      id: second.name,
      type: second.type,
    });
  }
  return step;
}

function imageInputOf({ inputs }: Specification, step: Step): string {
  const wanted = step.images;
  const input = inputs.find(({ type, name }) => IMAGE_INPUTS.has(type) && wanted === `$inputs.${name}`);
  if (input) return input.name;
  throw workflowSyntaxError(
    `The step "${step.name}" needs images: "$inputs.<name of a WorkflowImage input>".`,
    {
      id: step.name,
      type: step.type,
      property: 'images',
    },
  );
}

function outputName({ type, name, selector }: Specification['outputs'][number], step: Step): string {
  if (type === 'JsonField' && selector === `$steps.${step.name}.predictions`) return name;
  throw workflowSyntaxError(
    `The output "${name}" must be a JsonField with the selector "$steps.${step.name}.predictions".`,
    { id: step.name, type: step.type },
  );
}
