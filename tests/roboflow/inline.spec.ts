/** The workflow that the proxy writes around one model, before the engine that has to read it. */
import { MODEL_INTERFACE, modelParameters, modelWorkflow } from '../../proxy/inference/inlineModel';
import { expect, test } from './test';

const ALLOWED = modelParameters(['confidence', 'classes']);

for (const [model, names] of [
  ['rfdetr-nano', ALLOWED],
  ['project/3', []],
] as const)
  test(`${model} with ${names.length} inputs is a workflow to Roboflow's engine`, async ({ server }) => {
    const described = await post(`${server.url}/workflows/describe_interface`, {
      api_key: 'none',
      specification: modelWorkflow(model, [...names]),
    });
    expect(described.status, JSON.stringify(described.body)).toBe(200);
    const { inputs, outputs } = described.body as typeof MODEL_INTERFACE;
    expect(outputs).toEqual(MODEL_INTERFACE.outputs);
    expect(Object.keys(inputs).toSorted()).toEqual(['image', ...names].toSorted());
    for (const name of names) expect(inputs[name]).toEqual(MODEL_INTERFACE.inputs[name]);
  });

test('it compiles there: what is missing is the weights alone', async ({ server }) => {
  const pixel =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const run = await post(`${server.url}/workflows/run`, {
    api_key: 'none',
    specification: modelWorkflow('rfdetr-nano', ALLOWED),
    inputs: { image: { type: 'base64', value: pixel } },
  });
  const said = JSON.stringify(run.body);
  console.log(`run without weights: ${run.status} ${said.slice(0, 300)}`);
  expect(run.status).toBeGreaterThanOrEqual(400);
  expect(said).not.toMatch(/syntax|WorkflowDefinition|BlockInterface|compil|unexpected keyword|selector/i);
});

async function post(url: string, body: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
