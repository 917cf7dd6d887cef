/** What the proxy makes of a workflow's own words, asked over HTTP as the vendor's server is. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Answer, type SeenRequest, startUpstream } from '../../kit/standins/upstream';
import { type DeploymentConfig, ROUTES } from '../../protocol/api';
import { DEPS, type EdgeCache } from '../context';
import type { Env } from '../settings/env';
import { codeOf, offerInit, testApp } from '../testing';

/** Recorded from Roboflow's inference 1.8.3. */
const recorded = (name: string) =>
  JSON.parse(
    readFileSync(
      new URL(`../../web/results/fixtures/http/describe_interface.${name}.json`, import.meta.url),
      'utf8',
    ),
  );
const FACE = {
  inputs: {
    image: ['image'],
    prompt: ['string'],
    confidence: ['float_zero_to_one'],
    classes: ['list_of_values'],
    most: ['integer'],
    strict: ['boolean'],
    key: ['roboflow_api_key'],
    any: ['*'],
  },
  outputs: {
    predictions: ['object_detection_prediction'],
    depth: ['numpy_array'],
    vectors: ['embedding'],
    picture: ['image'],
    count: ['integer'],
    model: { predictions: ['object_detection_prediction'], inference_id: ['inference_id'] },
    shown: { image: ['image'] },
  },
  typing_hints: {},
  kinds_schemas: {},
};
const GOOD: Answer = { status: 200, body: { sdp: 'v=0\r\n', type: 'answer' } };

const worker = await startUpstream();
let said: Answer;
afterAll(() => worker.close());
beforeEach(() => {
  said = { status: 200, body: FACE };
  worker.requests.length = 0;
  worker.answer(({ path }) => (isDescribe(path) ? said : GOOD));
});

const isDescribe = (path: string) => path.endsWith('/describe_interface');
const asks = () => worker.requests.filter(({ path }) => isDescribe(path));
const offers = () => worker.requests.filter(({ path }) => path === '/initialise_webrtc_worker');
const bodyOf = (request: SeenRequest | undefined) => JSON.parse(request?.body ?? '{}');
const sent = () => bodyOf(offers().at(-1));
const env = (more: Env = {}): Env => ({
  ROBOFLOW_API_KEY: 'key1',
  ROBOFLOW_SERVER_URL: worker.url,
  ROBOFLOW_WORKSPACE: 'ws',
  FAST_WORKFLOW_ID: 'fast-1',
  WORKER_STUN_URLS: '',
  ...more,
});

describe('the question', () => {
  it('is the vendor’s, and asked once for config and dials', async () => {
    const app = testApp(env());
    await app.ask(ROUTES.config);
    for (let count = 0; count < 3; count += 1) await app.ask(ROUTES.offer, offerInit());
    expect(asks()).toHaveLength(1);
    expect(asks()[0]).toMatchObject({
      method: 'POST',
      path: '/ws/workflows/fast-1/describe_interface',
      body: '{"api_key":"key1"}',
    });
    expect(sent().data_output).toEqual(['predictions', 'count', 'model']);
  });

  it('is asked again when ten minutes are over, and what was said before counts while nobody answers', async () => {
    let at = 0;
    const app = testApp(env(), { now: () => at });
    await app.ask(ROUTES.offer, offerInit());
    at = 11 * 60_000;
    said = { status: 500, body: {} };
    await app.ask(ROUTES.offer, offerInit());
    expect(asks()).toHaveLength(2);
    expect(sent().data_output).toEqual(['predictions', 'count', 'model']);
  });

  it.each([
    ['line_counter', ['count_in', 'count_out', 'detections_in', 'detections_out', 'tracked']],
    ['picture', ['predictions']],
    ['crops', ['crop_boxes', 'codes_in_crops', 'colors', 'flat', 'codes_in_crops_own']],
    ['codes', ['predictions']],
  ])('of %s, as 1.8.3 answers it, leaves %j', async (name, names) => {
    said = { status: 200, body: recorded(name) };
    await testApp(env()).ask(ROUTES.offer, offerInit());
    expect(sent().data_output).toEqual(names);
  });

  it.each([
    [{ picture: ['image'] }, ['*']],
    [{ picture: ['image'], depth: ['numpy_array'] }, []],
    [{}, ['*']],
  ])('with nothing to show of %j asks for %j', async (outputs, names) => {
    said = { status: 200, body: { ...FACE, outputs } };
    await testApp(env()).ask(ROUTES.offer, offerInit());
    expect(sent().data_output).toEqual(names);
  });
});

describe('the names that a model knows', () => {
  const classesOf = async (classes: unknown) => {
    said = { status: 200, body: { ...FACE, classes } };
    const { body } = await testApp(env()).ask(ROUTES.config);
    const { fast } = (body as DeploymentConfig).workflows;
    return fast.available ? fast.classes : null;
  };

  it('go through to the page, bounded, where the worker says them', async () => {
    expect(await classesOf(['circle', 'star'])).toEqual(['circle', 'star']);
    expect(await classesOf(['', 7, null, 'x'.repeat(201), 'cup'])).toEqual(['cup']);
    expect(await classesOf(Array.from({ length: 5_000 }, (_, at) => `class ${at}`))).toHaveLength(100);
    expect(await classesOf('circle')).toBeUndefined();
  });
});

describe('a server that cannot say', () => {
  it.each([
    ['unavailable', { status: 503, body: '' }, 'worker_failed'],
    ['older', { status: 404, body: { detail: 'Not Found' } }, 'workflow_not_found'],
    ['refusing', { status: 401, body: { message: 'c4n4ry' } }, 'worker_unauthorized'],
    ['slow', 'hang', 'worker_timeout'],
    ['no JSON', { status: 200, body: '<html>c4n4ry</html>' }, 'worker_bad_answer'],
    ['nonsense', { status: 200, body: { inputs: [], outputs: 'all' } }, 'worker_bad_answer'],
    ['null', { status: 200, body: null }, 'worker_bad_answer'],
  ] as [string, Answer, string][])(
    '(%s) leaves today’s way, and its reason in the log',
    async (_, answer, code) => {
      said = answer;
      const app = testApp(env(), { deadlines: { ...DEPS.deadlines, describeMs: 100 } });
      expect((await app.ask(ROUTES.offer, offerInit())).status).toBe(200);
      expect(sent().data_output).toEqual(['*']);
      expect(app.lines[0]).toMatchObject({ status: 200, undescribed: code });
      expect(JSON.stringify(app.lines)).not.toMatch(/c4n4ry|key1/);
      await app.ask(ROUTES.offer, offerInit());
      expect(asks()).toHaveLength(1);
    },
  );

  it('is asked again a minute later', async () => {
    let at = 0;
    const app = testApp(env(), { now: () => at });
    said = { status: 500, body: {} };
    await app.ask(ROUTES.offer, offerInit());
    at = 61_000;
    said = { status: 200, body: FACE };
    await app.ask(ROUTES.offer, offerInit());
    expect(sent().data_output).toEqual(['predictions', 'count', 'model']);
  });

  it('an output that is gone since is no lost session', async () => {
    const refusal = { status: 400, body: { message: 'Invalid', error_type: 'WebRTCConfigurationError' } };
    worker.answer(({ path, body }) => {
      if (isDescribe(path)) return said;
      return JSON.parse(body).data_output[0] === '*' ? GOOD : refusal;
    });
    const app = testApp(env());
    for (let count = 0; count < 2; count += 1)
      expect((await app.ask(ROUTES.offer, offerInit())).status).toBe(200);
    expect(offers().map((offer) => bodyOf(offer).data_output)).toEqual([
      ['predictions', 'count', 'model'],
      ['*'],
      ['*'],
    ]);
  });
});

describe('who may make it ask', () => {
  const LOCKED: Env = { ACCESS_CODE: 'long enough', SESSION_SECRET: 's'.repeat(32) };
  const host = 'https://sightline.example';

  it('is nobody who has not come in', async () => {
    const app = testApp(env({ ...LOCKED, WORKFLOWS: 'Count:c' }));
    for (let count = 0; count < 5; count += 1) await app.ask(ROUTES.config, { host });
    await app.ask(ROUTES.offer, { ...offerInit(), host });
    expect(worker.requests).toHaveLength(0);
  });

  it('not before it is paid', async () => {
    const app = testApp(env());
    await app.ask(ROUTES.offer, offerInit({ workflowId: 'theirs' }));
    await app.ask(ROUTES.offer, { method: 'POST', body: '{' });
    expect(worker.requests).toHaveLength(0);
  });
});

describe('the edge’s cache', () => {
  it('spares a new isolate the question, and holds no key', async () => {
    const stored = new Map<string, Response>();
    const edge: EdgeCache = {
      match: async (url) => stored.get(url)?.clone(),
      put: async (url, response) => void stored.set(url, response),
      delete: async (url) => stored.delete(url),
    };
    const hosted = { ...env(), ROBOFLOW_SERVER_URL: 'https://serverless.example' };
    const send = ((input: string, init) =>
      fetch(input.replace('https://serverless.example', worker.url), init)) as typeof fetch;
    const isolate = () => testApp({ ...hosted, OPEN_ACCESS: '1' }, { edgeCache: () => edge, fetch: send });
    for (let count = 0; count < 3; count += 1)
      expect((await isolate().ask(ROUTES.offer, offerInit())).status).toBe(200);
    expect(asks()).toHaveLength(1);
    expect(sent().data_output).toEqual(['predictions', 'count', 'model']);
    const [[address, response]] = [...stored] as [[string, Response]];
    expect(address).toMatch(/^https:\/\/interface\.invalid\/[0-9a-f]{64}$/);
    expect(response.headers.get('Cache-Control')).toBe('max-age=600');
    expect(await response.text()).not.toContain('key1');
  });
});

describe('inputs', () => {
  const WORKFLOW_INPUTS = 'prompt,confidence,classes,most,strict,key,image,absent';
  const allowed = () => env({ WORKFLOW_INPUTS });
  const dial = (workflowsParameters: unknown, more: Env = allowed()) =>
    testApp(more).ask(ROUTES.offer, offerInit({ workflowsParameters }));

  it('are named with kinds and bounds, those alone that are allowed and have a field', async () => {
    const { body } = await testApp(allowed()).ask(ROUTES.config);
    expect((body as DeploymentConfig).workflows.fast).toMatchObject({
      inputs: [
        { name: 'prompt', kind: 'text', most: 500 },
        { name: 'confidence', kind: 'number', min: 0, max: 1 },
        { name: 'classes', kind: 'list', most: 50 },
        { name: 'most', kind: 'integer' },
        { name: 'strict', kind: 'flag' },
      ],
    });
  });

  it('reach the worker as they are', async () => {
    const values = { prompt: 'a red cup', confidence: 0.5, classes: ['cup'], most: 3, strict: false };
    expect((await dial(values)).status).toBe(200);
    expect(sent().workflow_configuration).toEqual({
      type: 'WorkflowConfiguration',
      workspace_name: 'ws',
      workflow_id: 'fast-1',
      image_input_name: 'image',
      workflows_parameters: values,
    });
  });

  it.each([
    [{ other: 'x' }],
    [{ any: 'x' }],
    [{ image: { type: 'url', value: 'http://169.254.169.254/' } }],
    [{ key: 'x' }],
    [{ absent: 'x' }],
    [{ prompt: 7 }],
    [{ prompt: 'x'.repeat(501) }],
    [{ confidence: 1.01 }],
    [{ confidence: '0.5' }],
    [{ classes: 'cup' }],
    [{ classes: Array(51).fill('x') }],
    [{ classes: ['x'.repeat(65)] }],
    [{ classes: [{}] }],
    [{ most: 1.5 }],
    [{ strict: 'yes' }],
    [{ prompt: null }],
  ])('%j is refused', async (values) => {
    const answer = await dial(values);
    expect([answer.status, codeOf(answer.body)]).toEqual([400, 'input_refused']);
    expect(offers()).toHaveLength(0);
  });

  it.each([{}, { WORKFLOW_INPUTS: '' }, { WORKFLOW_INPUTS: 'confidence' }])(
    'none passes that the deployer does not allow: %j',
    async (more) => {
      expect(codeOf((await dial({ prompt: 'x' }, env(more))).body)).toBe('input_refused');
    },
  );

  it('none passes where the server does not describe it', async () => {
    said = { status: 500, body: {} };
    expect(codeOf((await dial({ prompt: 'x' })).body)).toBe('input_refused');
    expect((await dial({})).status).toBe(200);
    expect((await dial(null)).status).toBe(200);
  });
});

describe('several workflows', () => {
  const more = () => env({ WORKFLOWS: 'Count cars:count-2, Prompt:p.1', WORKFLOW_INPUTS: 'prompt' });

  it('are listed by name, with what they take and give, and no id', async () => {
    const { body } = await testApp(more()).ask(ROUTES.config);
    const { choices } = body as DeploymentConfig;
    expect(choices.map(({ name }) => name)).toEqual(['Count cars', 'Prompt']);
    expect(choices[0]).toMatchObject({
      inputs: [{ name: 'prompt', kind: 'text' }],
      outputs: expect.arrayContaining([
        { name: 'count', kinds: ['integer'] },
        { name: 'model.predictions', kinds: ['object_detection_prediction'] },
      ]),
    });
    expect(JSON.stringify(choices)).not.toMatch(/count-2|p\.1/);
  });

  it.each([
    [{ workflow: 'Prompt' }, 'p.1'],
    [{ workflow: 'Count cars', workflowId: 'fast-1' }, 'count-2'],
    [{ workflow: null }, 'fast-1'],
    [{ workflow: 'Prompt', requestedPlan: 'webrtc-gpu-medium' }, 'fast-1'],
  ])('%j runs %s', async (params, id) => {
    await testApp(more()).ask(ROUTES.offer, offerInit(params));
    expect(sent().workflow_configuration).toMatchObject({ workspace_name: 'ws', workflow_id: id });
  });

  it('the inputs of one that waits for ENH to end are not those of the fast one', async () => {
    const params = { workflow: 'Prompt', requestedPlan: 'webrtc-gpu-medium' };
    const app = testApp(more());
    await app.ask(ROUTES.offer, offerInit({ ...params, workflowsParameters: { prompt: 'x' } }));
    expect(sent().workflow_configuration).not.toHaveProperty('workflows_parameters');
  });

  it.each([
    ['p.1', 400, 'workflow_not_offered'],
    ['constructor', 400, 'workflow_not_offered'],
    ['x'.repeat(101), 400, 'bad_request'],
  ])('%s is none of them', async (workflow, status, code) => {
    const answer = await testApp(more()).ask(ROUTES.offer, offerInit({ workflow }));
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
  });

  it('a malformed list is said where it is missed, and takes nothing along', async () => {
    const app = testApp(env({ WORKFLOWS: 'no colon' }));
    expect((await app.ask(ROUTES.config)).body).toMatchObject({ choices: [] });
    expect((await app.ask(ROUTES.offer, offerInit())).status).toBe(200);
    const { body } = await app.ask(ROUTES.offer, offerInit({ workflow: 'no colon' }));
    expect(JSON.stringify(body)).toContain('WORKFLOWS is malformed');
  });
});

describe('a key and a model alone', () => {
  const model = (id = 'rfdetr-nano'): Env => ({
    ROBOFLOW_API_KEY: 'key1',
    ROBOFLOW_SERVER_URL: worker.url,
    FAST_MODEL_ID: id,
    WORKER_STUN_URLS: '',
  });
  const specification = (id: string) => ({
    version: '1.0',
    inputs: [{ type: 'WorkflowImage', name: 'image' }],
    steps: [
      {
        type: 'roboflow_core/roboflow_object_detection_model@v2',
        name: 'model',
        images: '$inputs.image',
        model_id: id,
      },
    ],
    outputs: [{ type: 'JsonField', name: 'predictions', selector: '$steps.model.predictions' }],
  });

  it.each(['rfdetr-nano', 'project/3'])(
    '%s: the worker gets the workflow itself, byte for byte',
    async (id) => {
      expect((await testApp(model(id)).ask(ROUTES.offer, offerInit({ workflowId: 'fast' }))).status).toBe(
        200,
      );
      const { workflow_configuration, data_output } = sent();
      expect(JSON.stringify(workflow_configuration)).toBe(
        JSON.stringify({
          type: 'WorkflowConfiguration',
          workflow_specification: specification(id),
          image_input_name: 'image',
        }),
      );
      expect(data_output).toEqual(['predictions']);
      expect(asks()).toHaveLength(0);
    },
  );

  it('a photo goes the same way', async () => {
    worker.answer({ status: 200, body: { outputs: [{ predictions: { predictions: [] } }] } });
    const photo = Uint8Array.of(0xff, 0xd8, 0xff);
    const init = { method: 'POST', headers: { 'Content-Type': 'image/jpeg' }, body: photo };
    expect((await testApp(model()).ask(ROUTES.infer, init)).status).toBe(200);
    expect(worker.requests.at(-1)).toMatchObject({ method: 'POST', path: '/workflows/run' });
    expect(bodyOf(worker.requests.at(-1))).toEqual({
      api_key: 'key1',
      inputs: { image: { type: 'base64', value: '/9j/' } },
      specification: specification('rfdetr-nano'),
    });
  });

  it('takes the inputs that are allowed, in the block’s own words', async () => {
    const app = testApp({ ...model(), WORKFLOW_INPUTS: 'confidence,classes,model_id' });
    await app.ask(ROUTES.offer, offerInit({ workflowsParameters: { confidence: 0.6, classes: ['cat'] } }));
    expect(sent().workflow_configuration).toMatchObject({
      workflow_specification: {
        inputs: [
          { type: 'WorkflowImage', name: 'image' },
          { type: 'WorkflowParameter', name: 'confidence', kind: ['float_zero_to_one'], default_value: 0.4 },
          { type: 'WorkflowParameter', name: 'classes', kind: ['list_of_values'], default_value: null },
        ],
        steps: [
          { model_id: 'rfdetr-nano', confidence: '$inputs.confidence', class_filter: '$inputs.classes' },
        ],
      },
      workflows_parameters: { confidence: 0.6, classes: ['cat'] },
    });
    const { body } = await app.ask(ROUTES.offer, offerInit({ workflowsParameters: { model_id: 'other' } }));
    expect(codeOf(body)).toBe('input_refused');
  });

  it('has inputs of its own, with defaults; and no ACC, in words', async () => {
    const { body } = await testApp({ ...model(), WORKFLOW_INPUTS: 'confidence,classes' }).ask(ROUTES.config);
    expect((body as DeploymentConfig).workflows).toMatchObject({
      fast: {
        available: true,
        id: 'fast',
        inputs: [
          { name: 'confidence', kind: 'number', min: 0, max: 1, default: 0.4 },
          { name: 'classes', kind: 'list', default: [] },
        ],
      },
      accurate: { available: false, reason: expect.stringMatching(/^ACCURATE_WORKFLOW_ID is missing/) },
    });
  });
});

describe('the region', () => {
  it.each([
    ['EU', {}, 'eu'],
    ['AF', {}, 'eu'],
    ['NA', {}, 'us'],
    ['SA', {}, 'us'],
    ['AS', {}, 'ap'],
    ['OC', {}, 'ap'],
    ['AN', {}, undefined],
    ['T1', {}, undefined],
    [undefined, {}, undefined],
    [7, {}, undefined],
    ['EU', { WORKER_REGION: 'us' }, 'us'],
    ['EU', { WORKER_REGION: 'any' }, undefined],
    [undefined, { WORKER_REGION: 'ap' }, 'ap'],
  ] as [unknown, Env, string | undefined][])('of %s with %j is %s', async (continent, more, region) => {
    const cf = continent === undefined ? {} : ({ cf: { continent } } as object);
    const request = Object.assign(new Request(`http://localhost:8788${ROUTES.offer}`, offerInit()), cf);
    const { createApp } = await import('../index');
    await createApp({ log: () => {} }).fetch(request, env(more));
    expect(sent().requested_region).toBe(region);
  });
});
