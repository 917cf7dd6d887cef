import { describe, expect, it } from 'vitest';
import type { CodePool } from '../detect/code-reader';
import { ThreadPool } from '../detect/thread-pool';
import { Refusal } from '../errors';
import { createRegistry } from './registry';
import type { WorkflowRequest } from './types';

// Never opened: finding a workflow must not start a thread.
const pool: CodePool = new ThreadPool({
  size: 0,
  entry: new URL('file:///none'),
  jobLimitMs: 1,
  maxWaiting: 1,
});
const registry = createRegistry({ live: pool, photos: pool });

const BARCODE = 'roboflow_core/barcode_detector@v1';

function specification(changes: Record<string, unknown> = {}, type = BARCODE) {
  return {
    version: '1.0',
    inputs: [{ type: 'WorkflowImage', name: 'image' }],
    steps: [{ type, name: 'codes', images: '$inputs.image' }],
    outputs: [{ type: 'JsonField', name: 'found', selector: '$steps.codes.predictions' }],
    ...changes,
  };
}

function refusalOf(request: WorkflowRequest) {
  try {
    registry.find(request);
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body };
    throw error;
  }
  return expect.unreachable();
}

describe('named workflows', () => {
  it('are the same in every workspace', () => {
    for (const id of ['fast', 'codes']) {
      expect(registry.find({ workspace: 'a', id })).toMatchObject({
        outputs: ['predictions'],
        imageInput: 'image',
      });
      expect(registry.find({ workspace: 'a', id }).detector).toBe(
        registry.find({ workspace: 'b', id }).detector,
      );
    }
  });

  it('are 404 where unknown, with a word on what there is, and on the accurate one', () => {
    const unknown = refusalOf({ workspace: 'a', id: 'nothing' });
    expect(unknown.status).toBe(404);
    expect(JSON.stringify(unknown.body)).toMatch(/has no such workflow.*fast.*codes/);
    const accurate = refusalOf({ workspace: 'a', id: 'accurate' });
    expect(accurate.status).toBe(404);
    expect(JSON.stringify(accurate.body)).toContain('no accurate workflow yet');
  });

  it('are 500 where workspace or id is missing, as in the hosted worker', () => {
    expect(refusalOf({ id: 'fast' })).toEqual({ status: 500, body: { message: 'Internal error.' } });
    expect(refusalOf({ workspace: 'a' }).status).toBe(500);
  });
});

describe('inline workflows', () => {
  it.each([BARCODE, 'roboflow_core/qr_code_detector@v1'])('run %s under its own output names', (type) => {
    const outputs = ['a', 'b'].map((name) => ({
      type: 'JsonField',
      name,
      selector: '$steps.codes.predictions',
    }));
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

  it.each([
    ['no steps', { steps: [] }, 'no step'],
    [
      'two steps',
      {
        steps: [
          { type: BARCODE, name: 'codes', images: '$inputs.image' },
          { type: BARCODE, name: 'more', images: '$inputs.image' },
        ],
      },
      'single step',
    ],
    [
      'an image that is no input',
      { steps: [{ type: BARCODE, name: 'codes', images: '$inputs.other' }] },
      'images',
    ],
    [
      'a foreign selector',
      { outputs: [{ type: 'JsonField', name: 'o', selector: '$steps.x.y' }] },
      'selector',
    ],
    ['no outputs', { outputs: [] }, 'outputs'],
    ['no inputs', { inputs: undefined }, 'inputs'],
  ])('are refused with %s', (_, changes, word) => {
    const { status, body } = refusalOf({ specification: specification(changes) });
    expect(status).toBe(400);
    expect(body).toMatchObject({ error_type: 'WorkflowSyntaxError' });
    expect((body as { message: string }).message).toContain(word);
  });
});
