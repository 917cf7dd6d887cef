/** The hosted platform's object detection step, run by this worker's own model. */

import type { DetectOptions } from '../detect/boxes';
import { createObjectDetector } from '../detect/objects/object-detector';
import type { ObjectThreads } from '../detect/objects/open';
import type { Detector } from '../detect/types';
import { workflowSyntaxError } from '../errors';
import type { Step } from './visualisation';

export const MODEL_STEPS: readonly string[] = [
  'roboflow_core/roboflow_object_detection_model@v1',
  'roboflow_core/roboflow_object_detection_model@v2',
];

/**
 * `iou_threshold` and `max_detections` stay the worker's own; a step that wants fewer classes is refused, as
 * it would get more than it asked for.
 * @throws Refusal (400, WorkflowSyntaxError) with the property to blame.
 */
export function modelStep(step: Step, objects: ObjectThreads): Detector {
  if (step.model_id !== objects.id) {
    throw refused(step, 'model_id', `The embedded worker has one model: set model_id to "${objects.id}".`);
  }
  if (Array.isArray(step.class_filter) && step.class_filter.length > 0) {
    throw refused(step, 'class_filter', 'The embedded worker filters no classes: leave class_filter away.');
  }
  return createObjectDetector(objects, { manner: 'fast', detect: detectOptions(step) });
}

function detectOptions(step: Step): DetectOptions {
  const { confidence } = step;
  if (confidence === undefined || confidence === null) return {};
  if (typeof confidence === 'number' && confidence >= 0 && confidence <= 1) return { confidence };
  throw refused(step, 'confidence', 'confidence must be a number from 0 to 1; inputs are not looked up.');
}

function refused({ name, type }: Step, property: string, words: string) {
  return workflowSyntaxError(words, { id: name, type, property });
}
