/** Workflows that run on Roboflow's server without weights. */
const inputs = [{ type: 'WorkflowImage', name: 'image' }];
const field = (name: string, selector: string) => ({ type: 'JsonField', name, selector });

const CODES = { type: 'roboflow_core/barcode_detector@v1', name: 'codes', images: '$inputs.image' };
/** Codes as detections of objects, which is what other blocks take. */
const OBJECTS = {
  type: 'roboflow_core/property_definition@v1',
  name: 'objects',
  data: '$steps.codes.predictions',
  operations: [{ type: 'SortDetections', mode: 'center_x', ascending: true }],
};

export const codes = {
  version: '1.0',
  inputs,
  steps: [CODES],
  outputs: [field('predictions', '$steps.codes.predictions')],
};

/** Two pictures: the codes framed, and the camera's own. */
export const pictured = {
  version: '1.0',
  inputs,
  steps: [
    CODES,
    OBJECTS,
    {
      type: 'roboflow_core/bounding_box_visualization@v1',
      name: 'boxes',
      image: '$inputs.image',
      predictions: '$steps.objects.output',
    },
  ],
  outputs: [
    field('predictions', '$steps.codes.predictions'),
    field('framed', '$steps.boxes.image'),
    field('plain', '$inputs.image'),
  ],
};

const TRACK = {
  type: 'roboflow_core/byte_tracker@v3',
  name: 'track',
  image: '$inputs.image',
  detections: '$steps.objects.output',
};
const TRACKED = '$steps.track.tracked_detections';

export const tracked = {
  version: '1.0',
  inputs,
  steps: [CODES, OBJECTS, TRACK],
  outputs: [field('tracked', TRACKED)],
};

/** Two sets of the same things, with the same ids. */
export const trackedAndNot = {
  ...tracked,
  outputs: [...tracked.outputs, field('untracked', '$steps.codes.predictions')],
};

const COUNT = {
  type: 'roboflow_core/property_definition@v1',
  name: 'count',
  data: '$steps.codes.predictions',
  operations: [{ type: 'SequenceLength' }],
};

export const count = {
  version: '1.0',
  inputs,
  steps: [CODES, COUNT],
  outputs: [field('count', '$steps.count.output')],
};

/** PASS from two codes on. */
export const text = {
  version: '1.0',
  inputs,
  steps: [
    CODES,
    COUNT,
    {
      type: 'roboflow_core/expression@v1',
      name: 'verdict',
      data: { n: '$steps.count.output' },
      switch: {
        type: 'CasesDefinition',
        cases: [
          {
            type: 'CaseDefinition',
            condition: {
              type: 'StatementGroup',
              statements: [
                {
                  type: 'BinaryStatement',
                  left_operand: { type: 'DynamicOperand', operand_name: 'n' },
                  comparator: { type: '(Number) >=' },
                  right_operand: { type: 'StaticOperand', value: 2 },
                },
              ],
            },
            result: { type: 'StaticCaseResult', value: 'PASS' },
          },
        ],
        default: { type: 'StaticCaseResult', value: 'FAIL' },
      },
    },
  ],
  outputs: [field('verdict', '$steps.verdict.output')],
};

/** Down the middle of the tests' camera, 640 px wide. */
export const lineCounter = {
  version: '1.0',
  inputs,
  steps: [
    CODES,
    OBJECTS,
    TRACK,
    {
      type: 'roboflow_core/line_counter@v2',
      name: 'line',
      image: '$inputs.image',
      detections: TRACKED,
      line_segment: [
        [320, 0],
        [320, 480],
      ],
      triggering_anchor: 'CENTER',
    },
  ],
  outputs: [
    field('count_in', '$steps.line.count_in'),
    field('count_out', '$steps.line.count_out'),
    field('detections_in', '$steps.line.detections_in'),
    field('detections_out', '$steps.line.detections_out'),
    field('tracked', TRACKED),
  ],
};

const cat = { x_min: 0.1, y_min: 0.2, x_max: 0.6, y_max: 0.8, class_name: 'cat', confidence: 0.87 };
/** Always the same detection: dynamic_crop@v1 cannot write crops of codes (ids are no strings). */
const SAID = {
  type: 'roboflow_core/expression@v1',
  name: 'llm',
  data: { i: '$inputs.image' },
  switch: {
    type: 'CasesDefinition',
    cases: [],
    default: { type: 'StaticCaseResult', value: JSON.stringify({ detections: [cat] }) },
  },
};
const DETECTED = {
  type: 'roboflow_core/vlm_as_detector@v2',
  name: 'vlm',
  image: '$inputs.image',
  vlm_output: '$steps.llm.output',
  classes: ['cat'],
  model_type: 'google-gemini',
  task_type: 'object-detection',
};
const CROPPED = {
  type: 'roboflow_core/dynamic_crop@v1',
  name: 'crop',
  images: '$inputs.image',
  predictions: '$steps.vlm.predictions',
};

export const crops = {
  version: '1.0',
  inputs,
  steps: [SAID, DETECTED, CROPPED],
  outputs: [field('boxes', '$steps.vlm.predictions'), field('crops', '$steps.crop.crops')],
};

/** A block written in Python. @param body of `run(self, image)`, indented by four spaces */
function python(body: string) {
  const image = { type: 'DynamicInputDefinition', selector_types: ['input_image', 'step_output_image'] };
  return {
    version: '1.0',
    inputs,
    steps: [{ type: 'Own', name: 'own', image: '$inputs.image' }],
    outputs: [field('value', '$steps.own.value')],
    dynamic_blocks_definitions: [
      {
        type: 'DynamicBlockDefinition',
        manifest: {
          type: 'ManifestDescription',
          block_type: 'Own',
          inputs: { image },
          outputs: { value: { type: 'DynamicOutputDefinition', kind: [] } },
        },
        code: {
          type: 'PythonCode',
          run_function_code: `def run(self, image) -> BlockResult:\n${body}\n`,
          run_function_name: 'run',
        },
      },
    ],
  };
}

export const failing = python("    raise ValueError('the lens cap is on')");
/** Its result is no value that JSON has. */
export const unspeakable = python("    return {'value': object()}");
