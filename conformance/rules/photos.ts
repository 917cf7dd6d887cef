/** One photo over HTTP. */
import { toPng, toTurnedJpeg, toWebp } from '../client/files';
import { createScene, drawQr, overlap } from '../client/scene';
import { AGAIN, type Context, FOUND, predictionsOf, type Reply, SPECIFICATION } from '../context';
import type { Group } from '../rule';
import { expect, isRecord, type Json, judged, NotOffered, show } from '../verdict';
import { FOREIGN, messageOf, syntaxError } from './errors';
import { EMPTY, isSizeOfNothing } from './predictions';

const ROUTES = 'http_api.py:2482-2641';
const BODY = 'roboflow_workflows/http_contract/entities.py:16-112';

const PHOTO = drawQr(
  drawQr(createScene({ width: 800, height: 600 }), 'photo one', 80, 90, 7),
  'photo two',
  480,
  320,
  6,
);
const PNG = await toPng(PHOTO);
const BLANK = createScene();
const BASE64 = { type: 'base64', value: PNG };

export const photos: Group = {
  title: 'Photos over HTTP',
  rules: [
    {
      number: 92,
      words: 'POST /workflows/run answers an inline workflow with {outputs: [one for each image]}',
      source: ROUTES,
      check: async (context) => {
        const output = await onlyOutput(context, { image: BASE64 });
        return judged(Object.keys(output), show(Object.keys(output).sort()) === show([AGAIN, FOUND]));
      },
    },
    {
      number: 93,
      words: 'The codes of a photo are read, x and y the centre in pixels of the photo',
      source: 'roboflow_workflows/core_steps/common/serializers.py:80-267',
      check: async (context) => {
        return allRead(await onlyOutput(context, { image: BASE64 }));
      },
    },
    {
      number: 94,
      words: 'image is the size of the photo',
      source: 'roboflow_workflows/core_steps/common/serializers.py:250-266',
      check: async (context) => {
        const output = await onlyOutput(context, { image: BASE64 });
        const image = (output[FOUND] as Json).image as Json | undefined;
        const { width, height } = PHOTO;
        return judged(image, image?.width === width && image?.height === height);
      },
    },
    {
      number: 95,
      words: 'A list of images is answered with as many outputs, in their order',
      source: 'facts §2; http_api.py:2482-2641',
      check: async (context) => {
        const blank = { type: 'base64', value: await toPng(BLANK) };
        const outputs = await outputsFor(context, { inputs: { image: [BASE64, blank] } });
        const counts = outputs.map((each) => predictionsOf(each, FOUND)?.length);
        expect(show(counts) === show([2, 0]), `predictions ${show(counts)}`);
        return `predictions ${show(counts)}`;
      },
    },
    {
      number: 96,
      words: 'excluded_fields are left out',
      source: BODY,
      check: async (context) => {
        const [output = {}] = await outputsFor(context, { excluded_fields: [AGAIN] });
        return judged(Object.keys(output), show(Object.keys(output)) === show([FOUND]));
      },
    },
    {
      number: 97,
      words: 'The field names of the older body are taken: use_cache, disable_sinks, workflow_version_id',
      source: BODY,
      check: async (context) => {
        const more = {
          use_cache: true,
          disable_sinks: false,
          workflow_version_id: null,
          excluded_fields: null,
        };
        const outputs = await outputsFor(context, more);
        return `${outputs.length} output`;
      },
    },
    {
      number: 124,
      words: 'A WebP photo is read as a PNG is',
      source: 'core/utils/image_utils.py:316 (OpenCV, which has WebP built in)',
      optional: 'webp',
      check: async (context) => {
        const reply = await run(context, {
          inputs: { image: { type: 'base64', value: await toWebp(PHOTO) } },
        });
        if (reply.status === 400) throw new NotOffered(`400 ${messageOf(reply)}`);
        const [output] = isRecord(reply.body) ? (reply.body.outputs as unknown[]) : [];
        return allRead(output);
      },
    },
    {
      number: 125,
      words: 'A JPEG that lies on its side is measured upright, as its EXIF says',
      source: 'core/utils/image_utils.py:122-128, 316 (OpenCV applies EXIF)',
      check: async (context) => {
        const value = await toTurnedJpeg(PHOTO);
        return allRead(await onlyOutput(context, { image: { type: 'base64', value } }));
      },
    },
    {
      number: 128,
      words: 'Where nothing is found, the answer’s image has no size, or that of the photo',
      source: `${EMPTY}; v1.5.0 knew null alone`,
      check: async (context) => {
        const { image } = await foundNothing(context);
        return judged(image, isSizeOfNothing(image, BLANK));
      },
    },
    {
      number: 129,
      words: 'A photo may come as plain base64, without a type, or with one that nobody knows',
      source: 'core_steps/common/deserializers.py, core/utils/image_utils.py:64-120',
      check: async (context) => {
        const ways = [PNG, { value: PNG }, { type: 'of_next_year', value: PNG }];
        for (const image of ways) {
          const found = predictionsOf(await onlyOutput(context, { image }), FOUND) ?? [];
          expect(found.length === PHOTO.codes.length, `${found.length} codes`);
        }
        return `${ways.length} ways, ${PHOTO.codes.length} codes each`;
      },
    },
    missing(98, 'inputs'),
    missing(99, 'specification'),
    {
      number: 100,
      words: 'A picture that cannot be read is a 400 with a message',
      source: 'error_handlers.py:759-775 (RuntimeInputError, InputImageLoadError)',
      check: async (context) => {
        const image = { type: 'base64', value: Buffer.from('no picture').toString('base64') };
        const reply = await run(context, { inputs: { image } });
        expect(reply.status === 400 && messageOf(reply) !== '', `${reply.status} ${show(reply.body)}`);
        return `400 ${messageOf(reply)}`;
      },
    },
    {
      number: 101,
      words: 'An unknown block is a 400 WorkflowSyntaxError here as well',
      source: 'error_handlers.py:742-757',
      check: async (context) => syntaxError(await run(context, { specification: FOREIGN })),
    },
    {
      number: 130,
      words: 'A specification without a version is a 400 WorkflowSyntaxError',
      source: 'error_handlers.py:742-757',
      check: async (context) => {
        const { version: _, ...specification } = SPECIFICATION;
        return syntaxError(await run(context, { specification }));
      },
    },
    named(102, '/{workspace}/workflows/{id}', (workspace, id) => `/${workspace}/workflows/${id}`),
    named(
      103,
      'The older /infer/workflows/{workspace}/{id}',
      (workspace, id) => `/infer/workflows/${workspace}/${id}`,
    ),
    {
      number: 104,
      words: 'The older POST /infer/workflows does the same as /workflows/run',
      source: ROUTES,
      check: async (context) => {
        const reply = await context.post('/infer/workflows', bodyFor(context));
        expect(reply.status === 200 && isRecord(reply.body), `${reply.status} ${show(reply.body)}`);
        expect(Array.isArray(reply.body.outputs) && reply.body.outputs.length === 1, show(reply.body));
        return '200, one output';
      },
    },
  ],
};

/** The suite's workflow over one photo, with `changes`; undefined takes a field out. */
function bodyFor({ options }: Context, changes: Json = {}): Json {
  return {
    api_key: options.apiKey,
    specification: SPECIFICATION,
    inputs: { image: BASE64 },
    ...changes,
  };
}

function run(context: Context, changes: Json = {}): Promise<Reply> {
  return context.post('/workflows/run', bodyFor(context, changes));
}

/** @returns what was seen. @throws Violation where a code of PHOTO is not, or elsewhere. */
function allRead(output: unknown): string {
  const found = predictionsOf(output, FOUND) ?? [];
  const worst = Math.min(...PHOTO.codes.map(({ text, box }) => overlapOf(found, text, box)));
  expect(worst >= 0.6, `overlap ${worst.toFixed(2)} with the drawn codes; ${show(found)}`);
  return `${found.length} codes, overlap ${worst.toFixed(2)}`;
}

function overlapOf(found: Json[], text: string, box: Parameters<typeof overlap>[1]): number {
  const seen = found.find(({ data }) => data === text);
  const [x, y, width, height] = ['x', 'y', 'width', 'height'].map((key) => Number(seen?.[key]));
  return seen ? overlap({ x: x ?? 0, y: y ?? 0, width: width ?? 0, height: height ?? 0 }, box) : 0;
}

async function outputsFor(context: Context, changes: Json): Promise<Json[]> {
  const { status, body } = await run(context, changes);
  expect(status === 200 && isRecord(body), `${status} ${show(body)}`);
  expect(Array.isArray(body.outputs), show(body));
  return body.outputs.filter(isRecord);
}

async function onlyOutput(context: Context, inputs: Json): Promise<Json> {
  const outputs = await outputsFor(context, { inputs });
  const [output] = outputs;
  expect(output && outputs.length === 1, `${outputs.length} outputs for one image`);
  return output;
}

/** The set of a photo without codes. */
async function foundNothing(context: Context): Promise<Json> {
  const output = await onlyOutput(context, { image: { type: 'base64', value: await toPng(BLANK) } });
  const found = output[FOUND];
  expect(isRecord(found) && predictionsOf(output, FOUND)?.length === 0, show(found));
  return found;
}

function missing(number: number, field: string) {
  return {
    number,
    words: `Without ${field} it is a 422 that names them`,
    source: BODY,
    check: async (context: Context) => {
      const { status, body } = await run(context, { [field]: undefined });
      expect(status === 422, `${status} ${show(body)}`);
      const text = show((body as Json).detail, 300);
      expect(text.includes(`"${field}"`), text);
      return `422 at ${field}`;
    },
  };
}

function named(number: number, words: string, path: (workspace: string, id: string) => string) {
  return {
    number,
    words: `${words.startsWith('/') ? `POST ${words}` : words} runs a workflow by name`,
    source: ROUTES,
    optional: 'named' as const,
    check: async (context: Context) => {
      const { workspace, workflow, apiKey } = context.options;
      const body = { api_key: apiKey ?? 'local', inputs: { image: BASE64 } };
      const reply = await context.post(path(workspace, workflow), body);
      if (reply.status !== 200) throw new NotOffered(`${reply.status} ${messageOf(reply)}`);
      const outputs = isRecord(reply.body) && Array.isArray(reply.body.outputs) ? reply.body.outputs : [];
      expect(outputs.length === 1, `${outputs.length} outputs`);
      return show(Object.keys(outputs[0] as Json));
    },
  };
}
