/** Steps that need no weights, and workflows made of them. */
import type { Json } from './verdict';

export const image = '$inputs.image';
export const codes = { type: 'roboflow_core/barcode_detector@v1', name: 'codes', images: image };
export const CODES = '$steps.codes.predictions';

export const define = (name: string, data: string, ...operations: Json[]) => {
  return { type: 'roboflow_core/property_definition@v1', name, data, operations };
};
/** Codes as detections of objects, which is what the other blocks take. */
export const objects = define('objects', CODES, {
  type: 'SortDetections',
  mode: 'center_x',
  ascending: true,
});
export const OBJECTS = '$steps.objects.output';
export const count = define('count', CODES, { type: 'SequenceLength' });
export const track = { type: 'roboflow_core/byte_tracker@v3', name: 'track', image, detections: OBJECTS };
export const TRACKED = '$steps.track.tracked_detections';

export const boxes = (predictions: string) => ({
  type: 'roboflow_core/bounding_box_visualization@v1',
  name: 'boxes',
  image,
  predictions,
});

/** Down the middle of a picture of 640 × 480. */
export const line = (detections: string) => ({
  type: 'roboflow_core/line_counter@v2',
  name: 'line',
  image,
  detections,
  line_segment: [
    [320, 0],
    [320, 480],
  ],
  triggering_anchor: 'CENTER',
});

/** PASS where there are two codes or more. */
export const verdict = (otherwise: string | boolean) => ({
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
    default: { type: 'StaticCaseResult', value: otherwise },
  },
});

export const output = (name: string, selector: string) => ({ type: 'JsonField', name, selector });
export const specification = (steps: Json[], outputs: Json[], inputs: Json[] = []) => {
  return { version: '1.0', inputs: [{ type: 'WorkflowImage', name: 'image' }, ...inputs], steps, outputs };
};
