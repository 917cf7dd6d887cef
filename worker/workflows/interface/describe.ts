/**
 * A workflow's inputs and outputs with their kinds, as the platform's `describe_interface` finds them
 * (roboflow_workflows/http_contract/describe.py, execution_engine/v1/introspection/).
 */
import type { Kind } from '../blocks/kinds';
import type { Step } from '../blocks/types';
import type { Catalogue } from '../compile';
import type { DetectorName } from '../names';
import { parseSpecification, type Specification } from '../specification';
import type { Interface } from '../types';
import { VISUALISATION_OUTPUTS } from '../visualisation';
import { SCHEMAS, TYPING_HINTS } from './schemas';

/** With what the platform says of the kinds themselves. */
function withSchemas({ inputs, outputs }: Pick<Interface, 'inputs' | 'outputs'>): Interface {
  const kindsOf = (given: Interface['outputs'][string]) =>
    isList(given) ? given : Object.values(given).flat();
  const kinds = [...new Set([...Object.values(inputs).flat(), ...Object.values(outputs).flatMap(kindsOf)])];
  return {
    inputs,
    outputs,
    typing_hints: Object.fromEntries(kinds.map((kind) => [kind, TYPING_HINTS[kind] ?? 'Any'])),
    kinds_schemas: Object.fromEntries(
      kinds.filter((kind) => SCHEMAS[kind]).map((kind) => [kind, SCHEMAS[kind]]),
    ),
  };
}

const isList = (given: Interface['outputs'][string]): given is readonly Kind[] => Array.isArray(given);

const DEFAULT_KIND: Readonly<Record<string, Kind>> = { WorkflowImage: 'image', InferenceImage: 'image' };
const IMAGE_PROPERTIES = ['image', 'images'];

/** @param specification that can be run. */
export function describeSpecification(specification: Record<string, unknown>, blocks: Catalogue): Interface {
  const parsed = parseSpecification(specification);
  const inputs = parsed.inputs.map(({ name }) => [name, kindsOfInput(name, parsed.steps, blocks)] as const);
  const outputs = parsed.outputs.map(
    ({ name, selector }) => [name, kindsOfOutput(selector, parsed, blocks)] as const,
  );
  return withSchemas({ inputs: Object.fromEntries(inputs), outputs: Object.fromEntries(outputs) });
}

/** As what the steps use it; where none does, it could be anything. */
function kindsOfInput(name: string, steps: readonly Step[], blocks: Catalogue): readonly Kind[] {
  const uses = steps.flatMap((step) =>
    Object.entries(step)
      .filter(([, value]) => value === `$inputs.${name}`)
      .map(([property]) => takes(step, property, blocks)),
  );
  const [first, ...others] = uses.filter((kinds) => !kinds.includes('*'));
  if (!first) return ['*'];
  return first.filter((kind) => others.every((kinds) => kinds.includes(kind)));
}

function takes({ type }: Step, property: string, blocks: Catalogue): readonly Kind[] {
  if (IMAGE_PROPERTIES.includes(property)) return ['image'];
  return blocks.get(type)?.takes[property] ?? ['*'];
}

function kindsOfOutput(
  selector: string,
  { inputs, steps }: Specification,
  blocks: Catalogue,
): Interface['outputs'][string] {
  const input = inputs.find(({ name }) => selector === `$inputs.${name}`);
  if (input) return Array.isArray(input.kind) ? input.kind : [DEFAULT_KIND[input.type] ?? '*'];
  const step = steps.find(({ name }) => selector.startsWith(`$steps.${name}.`));
  const outputs = step && (blocks.get(step.type)?.outputs ?? VISUALISATION_OUTPUTS);
  const property = selector.slice(`$steps.${step?.name}.`.length);
  return (property === '*' ? outputs : outputs?.[property]) ?? ['*'];
}

const OBJECTS: readonly Kind[] = ['object_detection_prediction'];
const OUTLINED: readonly Kind[] = ['instance_segmentation_prediction'];
const CODES: readonly Kind[] = ['bar_code_detection'];

/**
 * Of the workflows that are no specification.
 * @param classes of the model; null where there is none, and `fast` reads codes
 */
export function describeDetector(
  name: DetectorName,
  hasPicture: boolean,
  classes: readonly string[] | null,
): Interface {
  const kinds = { fast: classes ? OBJECTS : CODES, codes: CODES, accurate: OUTLINED }[name];
  const described = withSchemas({
    inputs: { image: ['image'] },
    outputs: { predictions: kinds, ...(hasPicture ? { visualization: ['image'] } : {}) },
  });
  return classes && name !== 'codes' ? { ...described, classes } : described;
}
