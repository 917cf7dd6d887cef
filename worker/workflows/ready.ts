/**
 * Workflows by name that show what a workflow can say, without an account: specifications like anybody's, of
 * blocks that this worker runs. Lines and zones are in shares of the picture, which the language has no word
 * for; everything else in them could be sent as it stands.
 */
import { Shares } from './blocks/points';
import type { Step } from './blocks/types';
import type { ReadyName } from './names';

type Output = { type: 'JsonField'; name: string; selector: string };
type Ready = {
  version: string;
  inputs: object[];
  steps: Step[];
  outputs: Output[];
};

const IMAGE = '$inputs.image';
const input = { type: 'WorkflowImage', name: 'image' };
const parameter = (name: string, kind: string, default_value: unknown) => {
  return { type: 'WorkflowParameter', name, kind: [kind], default_value };
};
const output = (name: string, selector: string): Output => ({ type: 'JsonField', name, selector });

/** @param modelId of the worker's model; null where it reads codes alone. */
function seeing(modelId: string | null, block = 'object_detection_model'): Step {
  if (modelId === null) return CODES;
  return { type: `roboflow_core/roboflow_${block}@v2`, name: 'seen', images: IMAGE, model_id: modelId };
}

const CODES: Step = { type: 'roboflow_core/barcode_detector@v1', name: 'seen', images: IMAGE };
const READ: Step = { type: 'roboflow_core/ocr_model@v1', name: 'read', images: IMAGE };
const SEEN = '$steps.seen.predictions';

const define = (name: string, data: string, ...operations: object[]): Step => {
  return { type: 'roboflow_core/property_definition@v1', name, data, operations };
};
const COUNT = { type: 'SequenceLength' };
const each = (property_name: string) => ({ type: 'DetectionsPropertyExtract', property_name });

const TRACK: Step = {
  type: 'roboflow_core/byte_tracker@v3',
  name: 'track',
  image: IMAGE,
  detections: SEEN,
};
const TRACKED = '$steps.track.tracked_detections';

/** One result where there is at least one, and another where there is none. */
function whether(name: string, some: unknown, none: unknown): Step {
  const condition = {
    type: 'StatementGroup',
    statements: [
      {
        type: 'BinaryStatement',
        left_operand: { type: 'DynamicOperand', operand_name: 'n' },
        comparator: { type: '(Number) >=' },
        right_operand: { type: 'StaticOperand', value: 1 },
      },
    ],
  };
  const result = (value: unknown) => ({ type: 'StaticCaseResult', value });
  const cases = [{ type: 'CaseDefinition', condition, result: result(some) }];
  return {
    type: 'roboflow_core/expression@v1',
    name,
    data: { n: '$steps.count.output' },
    switch: { type: 'CasesDefinition', cases, default: result(none) },
  };
}

const specification = (steps: Step[], outputs: Output[], inputs: object[] = []): Ready => {
  return { version: '1.0', inputs: [input, ...inputs], steps, outputs };
};

type Make = (modelId: string | null) => Ready;

const READY: Record<ReadyName, Make> = {
  count: (modelId) =>
    specification(
      [
        seeing(modelId),
        define('count', SEEN, COUNT),
        define('classes', SEEN, each('class_name'), { type: 'SequenceElementsCount' }),
      ],
      [
        output('predictions', SEEN),
        output('count', '$steps.count.output'),
        output('classes', '$steps.classes.output'),
      ],
    ),
  tracked: (modelId) =>
    specification(
      [
        seeing(modelId),
        TRACK,
        { type: 'roboflow_core/velocity@v1', name: 'speed', image: IMAGE, detections: TRACKED },
      ],
      [
        output('predictions', SEEN),
        output('tracked', '$steps.speed.velocity_detections'),
        output('new', '$steps.track.new_instances'),
      ],
    ),
  line_counter: (modelId) =>
    specification(
      [
        seeing(modelId),
        TRACK,
        {
          type: 'roboflow_core/line_counter@v2',
          name: 'line',
          image: IMAGE,
          detections: TRACKED,
          line_segment: '$inputs.line',
          triggering_anchor: 'CENTER',
        },
      ],
      [
        output('count_in', '$steps.line.count_in'),
        output('count_out', '$steps.line.count_out'),
        output('detections_in', '$steps.line.detections_in'),
        output('detections_out', '$steps.line.detections_out'),
        output('tracked', TRACKED),
        output('line', '$inputs.line'),
      ],
      [
        parameter(
          'line',
          'list_of_values',
          new Shares([
            [0.5, 0],
            [0.5, 1],
          ]),
        ),
      ],
    ),
  zones: (modelId) =>
    specification(
      [
        seeing(modelId),
        TRACK,
        {
          type: 'roboflow_core/time_in_zone@v3',
          name: 'zone',
          image: IMAGE,
          detections: TRACKED,
          zone: '$inputs.zone',
          remove_out_of_zone_detections: false,
        },
      ],
      [output('timed', '$steps.zone.timed_detections'), output('zone', '$inputs.zone')],
      [
        parameter(
          'zone',
          'list_of_values',
          new Shares([
            [0.25, 0.2],
            [0.75, 0.2],
            [0.75, 0.8],
            [0.25, 0.8],
          ]),
        ),
      ],
    ),
  classify: (modelId) => classifying(seeing(modelId, 'classification_model')),
  classify_many: (modelId) => classifying(seeing(modelId, 'multi_label_classification_model')),
  text: () =>
    specification(
      [READ],
      [output('predictions', '$steps.read.predictions'), output('text', '$steps.read.result')],
    ),
  code_text: () =>
    specification(
      [
        CODES,
        define('count', SEEN, COUNT),
        define('texts', SEEN, each('data'), { type: 'SequenceJoin', separator: '\n' }),
        whether('found', true, false),
        whether('verdict', 'PASS', 'FAIL'),
        define('record', SEEN, { type: 'DetectionsToDictionary' }),
        {
          type: 'roboflow_core/string_template@v1',
          name: 'sentence',
          template: '{label}: {count}',
          data: { label: '$inputs.label', count: '$steps.count.output' },
        },
      ],
      [
        output('text', '$steps.texts.output'),
        output('sentence', '$steps.sentence.output'),
        output('found', '$steps.found.output'),
        output('verdict', '$steps.verdict.output'),
        output('record', '$steps.record.output'),
      ],
      [parameter('label', 'string', 'Codes')],
    ),
  picture: (modelId) =>
    specification(
      [
        seeing(modelId),
        {
          type: 'roboflow_core/bounding_box_visualization@v1',
          name: 'boxes',
          image: IMAGE,
          predictions: SEEN,
          thickness: 4,
        },
        {
          type: 'roboflow_core/label_visualization@v1',
          name: 'labels',
          image: '$steps.boxes.image',
          predictions: SEEN,
        },
      ],
      [output('picture', '$steps.labels.image')],
    ),
  // Things must be told apart before they can be counted at a line.
  fails: (modelId) =>
    specification(
      [
        seeing(modelId),
        {
          type: 'roboflow_core/line_counter@v2',
          name: 'line',
          image: IMAGE,
          detections: SEEN,
          line_segment: [
            [0, 0],
            [0, 100],
          ],
        },
      ],
      [output('count_in', '$steps.line.count_in')],
    ),
};

function classifying(step: Step): Ready {
  return specification([step], [output('predictions', SEEN)]);
}

/** @param modelId of the worker's model; null where it reads codes alone. */
export function readySpecification(name: ReadyName, modelId: string | null): Record<string, unknown> {
  return READY[name](modelId);
}
