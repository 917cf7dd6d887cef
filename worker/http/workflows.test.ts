/** Ready workflows over HTTP, as a page or a proxy asks for them. */
import QRCode from 'qrcode';
import { describe, expect, it } from 'vitest';
import { post } from '../testing/client';
import { startWith } from '../testing/harness';
import { READY_NAMES } from '../workflows/names';
import { codesFound } from '../workflows/testing/registry';

const worker = await startWith({});
const code = await QRCode.toBuffer('a ticket', { width: 300, margin: 8 });
const image = { type: 'base64', value: code.toString('base64') };

async function ask(path: string, body: object) {
  const response = await post(`${worker.url}${path}`, { api_key: 'any', ...body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const photo = (id: string, more = {}) => ask(`/local/workflows/${id}`, { inputs: { image, ...more } });

describe('a photo through a ready workflow', () => {
  it.each(READY_NAMES.filter((name) => name !== 'fails'))(
    '%s has the outputs that it is described with',
    async (name) => {
      const { status, body } = await photo(name);
      expect(status).toBe(200);
      const described = await ask(`/local/workflows/${name}/describe_interface`, {});
      expect(described.status).toBe(200);
      const [outputs = {}] = body.outputs as object[];
      expect(Object.keys(outputs)).toEqual(Object.keys(described.body.outputs as object));
    },
  );

  it('says what codes say, whose things name the photo as their parent', async () => {
    expect((await photo('code_text')).body.outputs).toMatchObject([
      { text: 'a ticket', found: true, record: { predictions: [{ parent_id: 'image', data: 'a ticket' }] } },
    ]);
    const list = await ask('/local/workflows/code_text', { inputs: { image: [image, image] } });
    expect(list.body.outputs).toMatchObject([{ record: { predictions: [{ parent_id: 'image.[0]' }] } }, {}]);
  });

  it('takes the values of its other inputs', async () => {
    const line = [
      [0, 0],
      [0, 99],
    ];
    expect((await photo('line_counter', { line })).body.outputs).toMatchObject([{ line, count_in: 0 }]);
    expect((await photo('line_counter', { line: 'across' })).status).toBe(400);
  });

  it('that fails says which step does, and why', async () => {
    expect(await photo('fails')).toEqual({
      status: 500,
      body: {
        message: 'tracker_id not initialized, LineCounterBlockV2 requires detections to be tracked',
        error_type: 'StepExecutionError',
        context: 'workflow_execution | step_execution',
        inner_error_type: 'ValueError',
        inner_error_message: expect.any(String),
        blocks_errors: [
          expect.objectContaining({ block_id: 'line', block_type: 'roboflow_core/line_counter@v2' }),
        ],
      },
    });
  });
});

describe('describe_interface', () => {
  const specification = codesFound();

  it.each([
    ['fast', { predictions: ['object_detection_prediction'] }],
    ['codes', { predictions: ['bar_code_detection'] }],
    ['accurate-annotated', { predictions: ['instance_segmentation_prediction'], visualization: ['image'] }],
    ['line_counter', { count_in: ['integer'], line: ['list_of_values'] }],
  ])('of %s', async (name, outputs) => {
    const { body } = await ask(`/any/workflows/${name}/describe_interface`, {});
    expect(body).toMatchObject({ inputs: { image: ['image'] }, outputs, typing_hints: { image: 'dict' } });
  });

  it('of FAST names what its model knows, which those of codes do not have', async () => {
    const classes = async (name: string) =>
      (await ask(`/any/workflows/${name}/describe_interface`, {})).body.classes;
    expect(await classes('fast')).toEqual(expect.arrayContaining(['circle', 'star']));
    expect(await classes('codes')).toBeUndefined();
  });

  it('of one in the request, and of none', async () => {
    const { status, body } = await ask('/workflows/describe_interface', { specification });
    expect(status).toBe(200);
    expect(body).toMatchObject({ outputs: { found: ['bar_code_detection'] } });
    expect((await ask('/workflows/describe_interface', {})).status).toBe(422);
    expect((await ask('/workflows/describe_interface', { specification, api_key: null })).status).toBe(400);
    const empty = { specification: { ...specification, steps: [] } };
    expect((await ask('/workflows/describe_interface', empty)).status).toBe(400);
    expect((await ask('/any/workflows/none/describe_interface', {})).status).toBe(404);
  });
});
