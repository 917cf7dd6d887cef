/** The hosted platform's model steps, run by this worker's own model. */

import type { DetectOptions } from '../detect/boxes';
import { createObjectDetector } from '../detect/objects/object-detector';
import type { ObjectThreads } from '../detect/objects/open';
import type { Detector } from '../detect/types';
import type { Properties } from './blocks/properties';

/**
 * `iou_threshold` and `max_detections` stay the worker's own; a step that wants fewer classes is refused, as
 * it would get more than it asked for.
 * @throws Refusal (400, WorkflowSyntaxError) with the property to blame.
 */
export function modelDetector(properties: Properties, objects: ObjectThreads): Detector {
  const { class_filter } = properties.step;
  if (properties.literal('model_id') !== objects.id) {
    throw properties.refused('model_id', `"${objects.id}", the one model that the embedded worker has`);
  }
  if (Array.isArray(class_filter) && class_filter.length > 0) {
    throw properties.refused('class_filter', 'to be left away: the embedded worker filters no classes');
  }
  return createObjectDetector(objects, { manner: 'fast', detect: detectOptions(properties) });
}

function detectOptions(properties: Properties): DetectOptions {
  const given = properties.literal('confidence') ?? undefined;
  if (given === undefined) return {};
  return { confidence: properties.number('confidence', { fallback: 0, min: 0, max: 1 }) };
}
