/** What a result weighs on its way to the phone, for a workflow with much that nobody can look at. */
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { createRandom } from '../../kit/figures/random';
import { startUpstream } from '../../kit/standins/upstream';
import { ROUTES } from '../../protocol/api';
import { offerInit, testApp } from '../testing';

const MOST_BYTES = 50_000;
const PICTURES = Array.from({ length: 10 }, (_, index) => `picture${index}`);
const SPECIAL = { depth: 'numpy_array', vectors: 'embedding', boxes: 'object_detection_prediction' };
const outputs = Object.fromEntries([
  ...Object.entries(SPECIAL).map(([name, kind]) => [name, [kind]]),
  ...PICTURES.map((name) => [name, ['image']]),
  ['count', ['integer']],
]);

const server = await startUpstream();
let describes = true;
server.answer(({ path }) => {
  if (path === '/initialise_webrtc_worker') return { status: 200, body: { sdp: 'v=0', type: 'answer' } };
  return describes
    ? { status: 200, body: { inputs: { image: ['image'] }, outputs } }
    : { status: 404, body: {} };
});
afterAll(() => server.close());

const noise = createRandom(7);
const numbers = (count: number) => Array.from({ length: count }, () => noise.next());
/** 60 boxes; a depth map of 320 × 180; 16 embeddings of CLIP; JPEGs of 40 kB. */
const values: Record<string, unknown> = {
  depth: Array.from({ length: 180 }, () => numbers(320)),
  vectors: Array.from({ length: 16 }, () => numbers(512)),
  boxes: { image: { width: 1280, height: 720 }, predictions: Array.from({ length: 60 }, box) },
  count: 60,
};
function box(_: unknown, index: number) {
  const [x, y, width, height, confidence] = numbers(5);
  return { x, y, width, height, confidence, class_id: 0, class: 'person', detection_id: `id-${index}-${x}` };
}
const picture = () => ({
  type: 'base64',
  value: Buffer.from(numbers(40_000).map((n) => n * 255)).toString('base64'),
});

/** As the worker sends it: `*` is all but pictures, a name is that, whatever it is (streamvision 0.1.3). */
function result(names: string[]): number {
  const wanted = names[0] === '*' ? Object.keys(outputs).filter((name) => !PICTURES.includes(name)) : names;
  const data = Object.fromEntries(
    wanted.map((name) => [name, PICTURES.includes(name) ? picture() : values[name]]),
  );
  return gzipSync(JSON.stringify({ serialized_output_data: data, errors: [] })).length;
}

async function ordered(): Promise<string[]> {
  const env = { ROBOFLOW_SERVER_URL: server.url, FAST_WORKFLOW_ID: 'all-of-it', WORKER_STUN_URLS: '' };
  expect((await testApp(env).ask(ROUTES.offer, offerInit())).status).toBe(200);
  return JSON.parse(server.requests.at(-1)?.body ?? '{}').data_output;
}

it('is 50 kB at most, beside a depth map, embeddings and ten pictures', async () => {
  const named = result(await ordered());
  describes = false;
  const all = result(await ordered());
  console.log(`a result: ${named} bytes by name, ${all} by "*": ${(all / named).toFixed(1)} times as much`);
  expect(named).toBeLessThanOrEqual(MOST_BYTES);
  expect(all / named).toBeGreaterThan(20);
});
