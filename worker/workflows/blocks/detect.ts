/** Blocks that look at the picture: things in it, or what all of it shows. */
import { randomUUID } from 'node:crypto';
import type { Detections, Detector } from '../../detect/types';
import type { Block } from './block';
import type { Kind } from './kinds';
import type { Properties } from './properties';
import { detectedIn } from './sets';
import type { Moment } from './types';

type MakeDetector = (properties: Properties) => Detector;

export function codeBlock(kind: Kind, detector: MakeDetector): Block {
  return {
    outputs: { predictions: [kind] },
    takes: {},
    detector,
    read: () => () => (moment) => ({ predictions: detectedIn(moment.detections, moment.parent) }),
  };
}

/** Source: core_steps/models/foundation/easy_ocr/v1.py, and `post_process_ocr_result` in common/utils.py. */
export function textBlock(detector: MakeDetector): Block {
  return {
    outputs: {
      result: ['string'],
      predictions: ['object_detection_prediction'],
      parent_id: ['parent_id'],
      root_parent_id: ['parent_id'],
      prediction_type: ['prediction_type'],
    },
    takes: {},
    detector,
    read: () => () => (moment) => ({
      result: moment.detections.text ?? '',
      predictions: detectedIn(moment.detections, moment.parent),
      parent_id: moment.parent,
      root_parent_id: moment.parent,
      prediction_type: 'ocr',
    }),
  };
}

const MODEL_TAKES = { model_id: ['roboflow_model_id'], confidence: ['float_zero_to_one'] } as const;
const modelOutputs = (predictions: Kind) => ({
  inference_id: ['inference_id'] as const,
  predictions: [predictions],
  model_id: ['roboflow_model_id'] as const,
});

export function objectBlock(detector: MakeDetector): Block {
  return {
    outputs: modelOutputs('object_detection_prediction'),
    takes: MODEL_TAKES,
    detector,
    read: ({ step }) => {
      return () => (moment) => ({
        inference_id: randomUUID(),
        predictions: detectedIn(moment.detections, moment.parent),
        model_id: step.model_id,
      });
    },
  };
}

type Classify = (detections: Detections, names: readonly string[]) => object;

/** The class of the picture is that of its surest thing: the worker's model detects, it has none beside it. */
export const topClass: Classify = ({ predictions }, names) => {
  const sure = surenessOf(predictions, names);
  const all = [...sure].map(([name, each]) => ({ class: name, ...each }));
  all.sort((one, other) => other.confidence - one.confidence);
  const [top] = all;
  const isSeen = top !== undefined && top.confidence > 0;
  return { predictions: all, top: isSeen ? top.class : '', confidence: isSeen ? top.confidence : 0 };
};

/** Every class that is in the picture. */
export const allClasses: Classify = ({ predictions }, names) => {
  const sure = surenessOf(predictions, names);
  const seen = [...sure].filter(([, { confidence }]) => confidence > 0);
  return { predictions: Object.fromEntries(sure), predicted_classes: seen.map(([name]) => name) };
};

/** @param names of the model's classes. */
export function classificationBlock(
  names: readonly string[],
  classify: Classify,
  detector: MakeDetector,
): Block {
  return {
    outputs: modelOutputs('classification_prediction'),
    takes: MODEL_TAKES,
    detector,
    read: ({ step }) => {
      return () => (moment) => {
        const inference_id = randomUUID();
        const predictions = classified(classify(moment.detections, names), inference_id, moment);
        return { inference_id, predictions, model_id: step.model_id };
      };
    },
  };
}

/** As core_steps/models/roboflow/multi_class_classification/v2.py leaves it. */
function classified(classes: object, inference_id: string, { width, height, parent }: Moment) {
  return {
    inference_id,
    image: { width, height },
    ...classes,
    prediction_type: 'classification',
    parent_id: parent,
    root_parent_id: parent,
  };
}

type Sure = { class_id: number; confidence: number };

function surenessOf(predictions: Detections['predictions'], names: readonly string[]): Map<string, Sure> {
  const sure = new Map(names.map((name, class_id): [string, Sure] => [name, { class_id, confidence: 0 }]));
  for (const { class: name, class_id, confidence } of predictions) {
    if (confidence > (sure.get(name)?.confidence ?? -1)) sure.set(name, { class_id, confidence });
  }
  return sure;
}
