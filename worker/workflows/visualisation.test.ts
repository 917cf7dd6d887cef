import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors';
import { codeBlock } from './blocks/detect';
import { compile } from './compile';

const CODES = 'roboflow_core/barcode_detector@v1';
const BOXES = 'roboflow_core/bounding_box_visualization@v1';
const LABELS = 'roboflow_core/label_visualization@v1';
const FOUND = '$steps.codes.predictions';

const codes = { type: CODES, name: 'codes', images: '$inputs.photo' };
const boxes = { type: BOXES, name: 'boxes', image: '$inputs.photo', predictions: FOUND };
const labels = { type: LABELS, name: 'labels', image: '$steps.boxes.image', predictions: FOUND };
const output = (name: string, selector: string) => ({ type: 'JsonField', name, selector });

const never = () => expect.unreachable();

function parse(steps: object[], outputs: object[], more = {}) {
  const inputs = [{ type: 'WorkflowImage', name: 'photo' }];
  const detector = { detectNewest: never, detectPhoto: never };
  const blocks = new Map([[CODES, codeBlock('bar_code_detection', () => detector)]]);
  return compile({ version: '1.0', inputs, steps, outputs, ...more }, blocks, {});
}

function refusal(steps: object[], outputs: object[] = [output('found', FOUND)], more = {}) {
  try {
    parse(steps, outputs, more);
  } catch (error) {
    if (error instanceof Refusal) return error.body as { message: string; blocks_errors: unknown[] };
    throw error;
  }
  return expect.unreachable();
}

describe('visualisation steps', () => {
  it('stack: each picture shows what the ones under it drew', () => {
    const { outputs, pictures, imageInput } = parse(
      [codes, { ...boxes, thickness: 5 }, { ...labels, text: 'Class and Confidence' }],
      [
        output('found', FOUND),
        output('plain', '$inputs.photo'),
        output('boxes', '$steps.boxes.image'),
        output('both', '$steps.labels.image'),
      ],
    );
    expect(imageInput).toBe('photo');
    expect(outputs).toEqual(['found', 'plain', 'boxes', 'both']);
    expect([...(pictures ?? [])]).toEqual([
      ['plain', { boxes: null, labels: null }],
      ['boxes', { boxes: 5, labels: null, things: FOUND }],
      ['both', { boxes: 5, labels: 'both', things: FOUND }],
    ]);
  });

  it("have the blocks' own defaults, and take images as another word for image", () => {
    const { image, ...rest } = boxes;
    const { pictures } = parse(
      [codes, { ...rest, images: image }, labels],
      [output('both', '$steps.labels.image')],
    );
    expect(pictures?.get('both')).toEqual({ boxes: 2, labels: 'class', things: FOUND });
  });

  it.each([
    ['image', { ...boxes, image: '$inputs.other' }],
    ['image', { ...boxes, image: '$steps.labels.image' }],
    ['predictions', { ...boxes, predictions: '$steps.other.predictions' }],
    ['thickness', { ...boxes, thickness: '$inputs.edge' }],
    ['thickness', { ...boxes, thickness: 0 }],
    ['text', { ...labels, image: '$inputs.photo', text: 'Area' }],
  ])('are refused with the step and its %s to blame', (property, step) => {
    const { blocks_errors } = refusal([codes, step]);
    expect(blocks_errors).toEqual([
      expect.objectContaining({ block_id: step.name, block_type: step.type, property_name: property }),
    ]);
  });

  it('need a detection before them, and an output that is there', () => {
    expect(refusal([boxes]).message).toMatch(/no step that detects/);
    const outputs = [output('picture', '$steps.none.image')];
    expect(refusal([codes, boxes], outputs).message).toMatch(/"picture" must be/);
  });
});

it('code in a request is refused in words, an empty list of it is not', () => {
  const found = [output('found', FOUND)];
  const block = { type: 'DynamicBlockDefinition', code: { run_function_code: 'import os' } };
  expect(refusal([codes], found, { dynamic_blocks_definitions: [block] }).message).toMatch(/Python/);
  expect(parse([codes], found, { dynamic_blocks_definitions: [] }).outputs).toEqual(['found']);
});
