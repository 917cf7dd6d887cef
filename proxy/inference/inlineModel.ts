/**
 * A workflow around one model, for a deployment that names a model alone (FAST_MODEL_ID). Written as the
 * block's manifest has it: roboflow-workflows 0.2.13, core_steps/models/roboflow/object_detection/v2.py.
 */
import type { Described } from './described';

/** The block's own default. */
const CONFIDENCE = 0.4;

export type Specification = Record<string, unknown>;

/** @param modelId `project/3`, or an alias such as `rfdetr-nano` */
export function modelWorkflow(modelId: string): Specification {
  return {
    version: '1.0',
    inputs: [
      { type: 'WorkflowImage', name: 'image' },
      {
        type: 'WorkflowParameter',
        name: 'confidence',
        kind: ['float_zero_to_one'],
        default_value: CONFIDENCE,
      },
      { type: 'WorkflowParameter', name: 'classes', kind: ['list_of_values'], default_value: null },
    ],
    steps: [
      {
        type: 'roboflow_core/roboflow_object_detection_model@v2',
        name: 'model',
        images: '$inputs.image',
        model_id: modelId,
        confidence: '$inputs.confidence',
        class_filter: '$inputs.classes',
      },
    ],
    outputs: [{ type: 'JsonField', name: 'predictions', selector: '$steps.model.predictions' }],
  };
}

/** Its interface, for which nobody needs to be asked. */
export const MODEL_INTERFACE: Described = {
  inputs: { image: ['image'], confidence: ['float_zero_to_one'], classes: ['list_of_values'] },
  outputs: { predictions: ['object_detection_prediction'] },
  defaults: { confidence: CONFIDENCE, classes: [] },
};
