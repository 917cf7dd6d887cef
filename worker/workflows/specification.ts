/** Inline workflows: the small part of Roboflow's workflow language that this worker can run. */
import * as v from 'valibot';
import { workflowSyntaxError } from '../errors';
import type { Drawing } from '../pictures/types';
import { drawingsOf, pictureOf, type Step, VISUALISATIONS } from './visualisation';

const named = { type: v.string(), name: v.string() };
const specification = v.object({
  version: v.string(),
  inputs: v.array(v.looseObject(named)),
  steps: v.array(v.looseObject(named)),
  outputs: v.pipe(v.array(v.looseObject({ ...named, selector: v.string() })), v.minLength(1)),
  dynamic_blocks_definitions: v.nullish(v.array(v.unknown())),
});
type Specification = v.InferOutput<typeof specification>;

const IMAGE_INPUTS = new Set(['WorkflowImage', 'InferenceImage']);

export type ParsedSpecification = {
  /** The one that detects. */
  step: Step;
  imageInput: string;
  outputs: string[];
  /** Those of the outputs that are pictures. */
  pictures: Map<string, Drawing>;
};

/**
 * @param blocks the step types that can be run. @throws Refusal (400, WorkflowSyntaxError) with the block to
 * blame.
 */
export function parseSpecification(
  spec: Record<string, unknown>,
  blocks: ReadonlySet<string>,
): ParsedSpecification {
  const parsed = v.safeParse(specification, spec);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw workflowSyntaxError(`workflow_specification.${v.getDotPath(issue) ?? ''}: ${issue.message}.`);
  }
  refuseCode(parsed.output);
  const step = onlyDetection(parsed.output, blocks);
  const imageInput = imageInputOf(parsed.output, step);
  const drawings = drawingsOf(parsed.output.steps, step.name, imageInput);
  const pictures = new Map<string, Drawing>();
  for (const output of parsed.output.outputs) {
    const drawing = pictureOf(output.selector, drawings, imageInput);
    if (output.type === 'JsonField' && drawing) pictures.set(output.name, drawing);
    else checkOutput(output, step);
  }
  const outputs = parsed.output.outputs.map(({ name }) => name);
  return { step, imageInput, outputs, pictures };
}

/** Such a block is Python source in the request. */
function refuseCode({ dynamic_blocks_definitions }: Specification): void {
  if (!dynamic_blocks_definitions?.length) return;
  throw workflowSyntaxError(
    'The workflow brings Python blocks of its own, and the embedded worker runs no code from a request.',
  );
}

function onlyDetection({ steps }: Specification, blocks: ReadonlySet<string>): Step {
  const known = [...blocks].join(' and ');
  const foreign = steps.find(({ type }) => !blocks.has(type) && !VISUALISATIONS.has(type));
  if (foreign) {
    throw workflowSyntaxError(
      `The embedded worker cannot run the block ${foreign.type} (step "${foreign.name}"); it knows ${known}, and after them ${[...VISUALISATIONS].join(' and ')}.`,
      { id: foreign.name, type: foreign.type },
    );
  }
  const [step, second] = steps.filter(({ type }) => blocks.has(type));
  if (!step) {
    throw workflowSyntaxError(
      `The workflow has no step that detects; the embedded worker runs one of ${known}.`,
    );
  }
  if (second) {
    throw workflowSyntaxError('The embedded worker runs a single step that detects.', {
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

function checkOutput({ type, name, selector }: Specification['outputs'][number], step: Step): void {
  if (type === 'JsonField' && selector === `$steps.${step.name}.predictions`) return;
  throw workflowSyntaxError(
    `The output "${name}" must be a JsonField with the selector "$steps.${step.name}.predictions", "$steps.<a visualisation>.image" or "$inputs.<the image>".`,
    { id: step.name, type: step.type },
  );
}
