/** From a specification to a workflow that runs. */
import type { Detector } from '../detect/types';
import { workflowSyntaxError } from '../errors';
import type { Drawing } from '../pictures/types';
import type { Block, StepRun } from './blocks/block';
import type { Kind } from './blocks/kinds';
import { IMAGE_SELECTOR, Properties, refusedFor, type Scope, toSet } from './blocks/properties';
import { detectedIn, writeValue } from './blocks/sets';
import { type Step, StepError } from './blocks/types';
import { inOrder, parseSpecification, type Specification } from './specification';
import type { Made, Picture, Run, Workflow } from './types';
import {
  type Drawings,
  drawingOf,
  plainDrawings,
  VISUALISATION_OUTPUTS,
  VISUALISATIONS,
} from './visualisation';

/** What can be run, by step type. */
export type Catalogue = ReadonlyMap<string, Block>;

const IMAGE_INPUTS: ReadonlySet<string> = new Set(['WorkflowImage', 'InferenceImage']);

type Begun = { step: Step; begin: () => StepRun };
type Selected = { name: string; value: { from: string } | { all: string[] } | { parameter: unknown } };

/**
 * @param parameters values for inputs that are no pictures.
 * @throws Refusal (400, WorkflowSyntaxError) with the block to blame.
 */
export function compile(
  spec: Record<string, unknown>,
  blocks: Catalogue,
  parameters: Readonly<Record<string, unknown>>,
): Workflow {
  const parsed = parseSpecification(spec);
  const seeing = onlyDetection(parsed, blocks);
  const imageInput = imageInputOf(parsed, seeing);
  const scope = { ...scopeOf(parsed, parameters), outputs: new Map<string, readonly Kind[]>() };
  const drawings = plainDrawings(imageInput);
  const begun: Begun[] = [];
  for (const step of inOrder(parsed.steps)) {
    const properties = new Properties(step, scope);
    const block = blocks.get(step.type);
    if (block) begun.push({ step, begin: block.read(properties) });
    else drawings.set(`$steps.${step.name}.image`, drawingOf(step, properties, drawings));
    for (const [name, kinds] of Object.entries(block?.outputs ?? VISUALISATION_OUTPUTS))
      scope.outputs.set(`${step.name}.${name}`, kinds);
  }
  return assemble(parsed, {
    scope,
    drawings,
    begun,
    imageInput,
    detector: detectorOf(new Properties(seeing, scope), blocks),
  });
}

type Parts = { scope: Scope; drawings: Drawings; begun: Begun[]; imageInput: string; detector: Detector };

function assemble(
  { outputs }: Specification,
  { scope, drawings, begun, imageInput, detector }: Parts,
): Workflow {
  const pictures = new Map<string, Drawing>();
  const selected: Selected[] = [];
  for (const { type, name, selector } of outputs) {
    const drawing = type === 'JsonField' ? drawings.get(selector) : undefined;
    if (drawing) pictures.set(name, drawing);
    else selected.push({ name, value: selectedBy(type, name, selector, scope) });
  }
  return {
    outputs: outputs.map(({ name }) => name),
    pictures,
    imageInput,
    detector,
    begin: () => runOf(begun, selected),
  };
}

function runOf(begun: readonly Begun[], selected: readonly Selected[]): Run {
  const steps = begun.map(({ step, begin }) => ({ step, run: begin() }));
  return (picture) => {
    const values = new Map<string, unknown>();
    for (const { step, run } of steps) {
      try {
        for (const [name, value] of Object.entries(run(picture, values)))
          values.set(`${step.name}.${name}`, value);
      } catch (error) {
        if (!(error instanceof StepError)) throw error;
        return { failed: { step: { name: step.name, type: step.type }, message: error.message } };
      }
    }
    return made(selected, values, picture);
  };
}

function made(selected: readonly Selected[], values: ReadonlyMap<string, unknown>, picture: Picture): Made {
  const write = (value: Selected['value']) => {
    if ('parameter' in value) return writeValue(value.parameter, picture);
    if ('from' in value) return writeValue(values.get(value.from), picture);
    const all = value.all.map((key) => [
      key.slice(key.indexOf('.') + 1),
      writeValue(values.get(key), picture),
    ]);
    return Object.fromEntries(all);
  };
  return {
    values: Object.fromEntries(selected.map(({ name, value }) => [name, write(value)])),
    thingsOf({ things }) {
      if (things === undefined) return [];
      return toSet(values.get(things.slice('$steps.'.length))).things;
    },
  };
}

function onlyDetection({ steps }: Specification, blocks: Catalogue): Step {
  const known = [...blocks.keys()].join(' and ');
  const foreign = steps.find(({ type }) => !blocks.has(type) && !VISUALISATIONS.has(type));
  if (foreign) {
    throw workflowSyntaxError(
      `The embedded worker cannot run the block ${foreign.type} (step "${foreign.name}"); it knows ${known}, and ${[...VISUALISATIONS].join(' and ')}.`,
      { id: foreign.name, type: foreign.type },
    );
  }
  const [step, second] = steps.filter(({ type }) => blocks.get(type)?.detector);
  if (!step) {
    const seeing = [...blocks].filter(([, block]) => block.detector).map(([type]) => type);
    throw workflowSyntaxError(
      `The workflow has no step that detects; the embedded worker runs one of ${seeing.join(' and ')}.`,
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

function detectorOf(properties: Properties, blocks: Catalogue): Detector {
  const detector = blocks.get(properties.step.type)?.detector?.(properties);
  if (detector) return detector;
  throw new Error('The step that detects is no such step.');
}

function imageInputOf({ inputs }: Specification, step: Step): string {
  const wanted = step.images;
  const input = inputs.find(({ type, name }) => IMAGE_INPUTS.has(type) && wanted === `$inputs.${name}`);
  if (input) return input.name;
  throw refusedFor(step, 'images', IMAGE_SELECTOR);
}

function scopeOf(
  { inputs }: Specification,
  parameters: Readonly<Record<string, unknown>>,
): Pick<Scope, 'parameters' | 'images'> {
  const isImage = ({ type }: { type: string }) => IMAGE_INPUTS.has(type);
  const parameterOf = ({ name, default_value }: { name: string; default_value?: unknown }) =>
    Object.hasOwn(parameters, name) ? parameters[name] : (default_value ?? null);
  return {
    images: new Set(inputs.filter(isImage).map(({ name }) => name)),
    parameters: new Map(
      inputs.filter((each) => !isImage(each)).map((each) => [each.name, parameterOf(each)]),
    ),
  };
}

function selectedBy(
  type: string,
  name: string,
  selector: string,
  { parameters, outputs }: Scope,
): Selected['value'] {
  const input = /^\$inputs\.(.+)$/.exec(selector)?.[1];
  const output = /^\$steps\.(.+)$/.exec(selector)?.[1];
  if (type === 'JsonField') {
    if (input !== undefined && parameters.has(input)) return { parameter: parameters.get(input) };
    // Another picture than the one that is looked at would be an input that nobody sends.
    if (output !== undefined && outputs.has(output)) return { from: output };
    const all = output?.endsWith('.*')
      ? [...outputs.keys()].filter((key) => key.startsWith(output.slice(0, -1)))
      : [];
    if (all.length > 0) return { all };
  }
  throw workflowSyntaxError(
    `The output "${name}" must be a JsonField with the selector "$steps.<a step>.<one of its outputs>" or "$inputs.<an input>".`,
  );
}

/** A workflow of one detector alone, under the name that the page asks for. */
export function detectorWorkflow(detector: Detector): Workflow {
  const begin = (): Run => (picture) => {
    const set = detectedIn(picture.detections, picture.parent);
    return { values: { [PREDICTIONS]: writeValue(set, picture) }, thingsOf: () => set.things };
  };
  return { outputs: [PREDICTIONS], imageInput: 'image', detector, begin };
}

const PREDICTIONS = 'predictions';
