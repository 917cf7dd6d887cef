/** Workflows that run on Roboflow's server without weights. */
import * as blocks from '../../conformance/blocks';
import {
  CODES,
  image,
  OBJECTS,
  objects,
  output,
  specification,
  TRACKED,
  track,
} from '../../conformance/blocks';

export const codes = specification([blocks.codes], [output('predictions', CODES)]);

/** Two pictures: the codes framed, and the camera's own. */
export const pictured = specification(
  [blocks.codes, objects, blocks.boxes(OBJECTS)],
  [output('predictions', CODES), output('framed', '$steps.boxes.image'), output('plain', image)],
);

export const tracked = specification([blocks.codes, objects, track], [output('tracked', TRACKED)]);

/** Two sets of the same things, with the same ids. */
export const trackedAndNot = {
  ...tracked,
  outputs: [...tracked.outputs, output('untracked', CODES)],
};

export const count = specification([blocks.codes, blocks.count], [output('count', '$steps.count.output')]);

export const text = specification(
  [blocks.codes, blocks.count, blocks.verdict('FAIL')],
  [output('verdict', '$steps.verdict.output')],
);

export const lineCounter = specification(
  [blocks.codes, objects, track, blocks.line(TRACKED)],
  [
    output('count_in', '$steps.line.count_in'),
    output('count_out', '$steps.line.count_out'),
    output('detections_in', '$steps.line.detections_in'),
    output('detections_out', '$steps.line.detections_out'),
    output('tracked', TRACKED),
  ],
);

const cat = { x_min: 0.1, y_min: 0.2, x_max: 0.6, y_max: 0.8, class_name: 'cat', confidence: 0.87 };
/** Always the same detection: dynamic_crop@v1 cannot write crops of codes (ids are no strings). */
const SAID = {
  type: 'roboflow_core/expression@v1',
  name: 'llm',
  data: { i: image },
  switch: {
    type: 'CasesDefinition',
    cases: [],
    default: { type: 'StaticCaseResult', value: JSON.stringify({ detections: [cat] }) },
  },
};
const DETECTED = {
  type: 'roboflow_core/vlm_as_detector@v2',
  name: 'vlm',
  image,
  vlm_output: '$steps.llm.output',
  classes: ['cat'],
  model_type: 'google-gemini',
  task_type: 'object-detection',
};
const CROPPED = {
  type: 'roboflow_core/dynamic_crop@v1',
  name: 'crop',
  images: image,
  predictions: '$steps.vlm.predictions',
};

export const crops = specification(
  [SAID, DETECTED, CROPPED],
  [output('boxes', '$steps.vlm.predictions'), output('crops', '$steps.crop.crops')],
);

/** A block written in Python. @param body of `run(self, image)`, indented by four spaces */
function python(body: string) {
  const taken = { type: 'DynamicInputDefinition', selector_types: ['input_image', 'step_output_image'] };
  return {
    ...specification([{ type: 'Own', name: 'own', image }], [output('value', '$steps.own.value')]),
    dynamic_blocks_definitions: [
      {
        type: 'DynamicBlockDefinition',
        manifest: {
          type: 'ManifestDescription',
          block_type: 'Own',
          inputs: { image: taken },
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
