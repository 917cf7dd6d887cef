import { describe, expect, it } from 'vitest';
import { Refusal } from '../errors';
import { blind, codesFound, registry } from './testing/registry';
import type { WorkflowRequest } from './types';

const BARCODE = 'roboflow_core/barcode_detector@v1';

const specification = (changes: Record<string, unknown> = {}, type = BARCODE) => ({
  ...codesFound(type),
  ...changes,
});

function refusalOf(request: WorkflowRequest, asked = registry) {
  try {
    asked.find(request);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body };
    throw error;
  }
  return expect.unreachable();
}

describe('named workflows', () => {
  it('are the same in every workspace', () => {
    for (const id of ['fast', 'codes', 'accurate']) {
      const found = registry.find({ workspace: 'a', id });
      expect(found).toMatchObject({ outputs: ['predictions'], imageInput: 'image' });
      expect(found.detector).toBe(registry.find({ workspace: 'b', id }).detector);
    }
  });

  it('are 404 where unknown, with a word on what there is', () => {
    const unknown = refusalOf({ workspace: 'a', id: 'nothing' });
    expect(unknown.status).toBe(404);
    expect(JSON.stringify(unknown.body)).toMatch(/has no such workflow.*fast.*codes/);
  });

  it('are of codes alone where no objects can be seen, and the accurate one says why', () => {
    expect(blind.find({ workspace: 'a', id: 'fast' }).outputs).toEqual(['predictions']);
    const accurate = refusalOf({ workspace: 'a', id: 'accurate' }, blind);
    expect(accurate).toEqual({ status: 404, body: { message: 'Objects cannot be detected here: …' } });
  });

  it('are 500 where workspace or id is missing, as in the hosted worker', () => {
    expect(refusalOf({ id: 'fast' })).toEqual({ status: 500, body: { message: 'Internal error.' } });
    expect(refusalOf({ workspace: 'a' }).status).toBe(500);
  });
});

describe('inline workflows', () => {
  const [OUTPUT] = codesFound().outputs;

  it.each([BARCODE, 'roboflow_core/qr_code_detector@v1'])('run %s under its own output names', (type) => {
    const outputs = ['a', 'b'].map((name) => ({ ...OUTPUT, name }));
    const inputs = [
      { type: 'WorkflowParameter', name: 'x' },
      { type: 'WorkflowImage', name: 'image' },
    ];
    expect(registry.find({ specification: specification({ outputs, inputs }, type) })).toMatchObject({
      outputs: ['a', 'b'],
      imageInput: 'image',
    });
  });

  it('name the block that cannot be run', () => {
    const { status, body } = refusalOf({ specification: specification({}, 'roboflow_core/sam3@v3') });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      error_type: 'WorkflowSyntaxError',
      blocks_errors: [{ block_id: 'codes', block_type: 'roboflow_core/sam3@v3' }],
    });
    expect(JSON.stringify(body)).toContain('cannot run the block roboflow_core/sam3@v3');
  });

  const step = (more = {}) => ({ type: BARCODE, name: 'codes', images: '$inputs.image', ...more });
  it.each([
    ['no steps', { steps: [] }, 'no step'],
    ['two steps', { steps: [step(), step({ name: 'more' })] }, 'single step'],
    ['an image that is no input', { steps: [step({ images: '$inputs.other' })] }, 'images'],
    ['a foreign selector', { outputs: [{ ...OUTPUT, selector: '$steps.x.y' }] }, 'selector'],
    ['no outputs', { outputs: [] }, 'outputs'],
    ['no inputs', { inputs: undefined }, 'inputs'],
  ])('are refused with %s', (_, changes, word) => {
    const { status, body } = refusalOf({ specification: specification(changes) });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_type: 'WorkflowSyntaxError' });
    expect((body as { message: string }).message).toContain(word);
  });
});

describe('the object detection step', () => {
  const TYPE = 'roboflow_core/roboflow_object_detection_model@v2';
  const step = (more: Record<string, unknown>, type = TYPE) => {
    const steps = [{ type, name: 'codes', images: '$inputs.image', ...more }];
    return { specification: specification({ steps }) };
  };

  it.each([TYPE, 'roboflow_core/roboflow_object_detection_model@v1'])('runs as %s', (type) => {
    const found = registry.find(
      step({ model_id: 'sightline-signs/1', confidence: 0.5, class_filter: null }, type),
    );
    expect(found.outputs).toEqual(['found']);
  });

  it.each([
    [{}, 'model_id', 'sightline-signs/1'],
    [{ model_id: 'coco/3' }, 'model_id', 'sightline-signs/1'],
    [{ model_id: 'sightline-signs/1', confidence: 40 }, 'confidence', 'from 0 to 1'],
    [{ model_id: 'sightline-signs/1', confidence: '$inputs.sure' }, 'confidence', 'selector of an input'],
    [{ model_id: 'sightline-signs/1', class_filter: ['circle'] }, 'class_filter', 'filters no classes'],
  ])('with %j is refused for its %s', (more, property, words) => {
    const { status, body } = refusalOf(step(more));
    expect(status).toBe(400);
    expect(body).toMatchObject({ blocks_errors: [{ block_type: TYPE, property_name: property }] });
    expect((body as { message: string }).message).toContain(words);
  });

  it('is unknown where no objects can be seen', () => {
    expect(refusalOf(step({ model_id: 'sightline-signs/1' }), blind).status).toBe(400);
  });
});
