/**
 * A workflow around one model, for a deployment that names a model alone (FAST_MODEL_ID). Written as the
 * block's manifest has it: roboflow-workflows 0.2.13, core_steps/models/roboflow/object_detection/v2.py.
 */
import type { InputValue } from '../../protocol/api';
import type { Described } from './described';

export type Specification = Record<string, unknown>;

type Parameter = {
  /** The block's property. */
  property: string;
  kind: string;
  /** As the block has it by itself. */
  byItself: number | null;
  /** The same, as a field shows it. */
  shown: InputValue;
};

/** What such a workflow can take, by name. */
const PARAMETERS: Record<string, Parameter> = {
  confidence: { property: 'confidence', kind: 'float_zero_to_one', byItself: 0.4, shown: 0.4 },
  classes: { property: 'class_filter', kind: 'list_of_values', byItself: null, shown: [] },
};

/** Those of its parameters that the deployment allows; the others stay the block's own. */
export function modelParameters(allowed: readonly string[]): string[] {
  return Object.keys(PARAMETERS).filter((name) => allowed.includes(name));
}

/**
 * @param modelId `project/3`, or an alias such as `rfdetr-nano`
 * @param names of `modelParameters`
 */
export function modelWorkflow(modelId: string, names: readonly string[]): Specification {
  const parameters = names.flatMap((name) => {
    const parameter = PARAMETERS[name];
    return parameter ? [{ name, ...parameter }] : [];
  });
  return {
    version: '1.0',
    inputs: [
      { type: 'WorkflowImage', name: 'image' },
      ...parameters.map(({ name, kind, byItself }) => ({
        type: 'WorkflowParameter',
        name,
        kind: [kind],
        default_value: byItself,
      })),
    ],
    steps: [
      {
        type: 'roboflow_core/roboflow_object_detection_model@v2',
        name: 'model',
        images: '$inputs.image',
        model_id: modelId,
        ...Object.fromEntries(parameters.map(({ name, property }) => [property, `$inputs.${name}`])),
      },
    ],
    outputs: [{ type: 'JsonField', name: 'predictions', selector: '$steps.model.predictions' }],
  };
}

const kindsOf = Object.entries(PARAMETERS).map(([name, { kind }]) => [name, [kind]] as const);
const shownOf = Object.entries(PARAMETERS).map(([name, { shown }]) => [name, shown] as const);

/** Its interface, for which nobody needs to be asked. */
export const MODEL_INTERFACE: Described = {
  inputs: { image: ['image'], ...Object.fromEntries(kindsOf) },
  outputs: { predictions: ['object_detection_prediction'] },
  defaults: Object.fromEntries(shownOf),
};
