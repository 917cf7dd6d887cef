import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { startUpstream } from '../../kit/standins/upstream';
import { ROUTES } from '../../protocol/api';
import { codeOf, testApp } from '../testing';
import { toBase64 } from './photo';

const JPEG = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3];
const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 9];
const WEBP = [...Buffer.from('RIFF'), 1, 2, 3, 4, ...Buffer.from('WEBPVP8 ')];
const worker = await startUpstream();
afterAll(() => worker.close());

const app = (more = {}) =>
  testApp({ ROBOFLOW_SERVER_URL: worker.url, ROBOFLOW_WORKSPACE: 'ws', FAST_WORKFLOW_ID: 'fast-1', ...more });
const photo = (type: string, bytes: number[] | Uint8Array): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': type },
  body: new Uint8Array(bytes),
});

describe('a photo', () => {
  it.each([
    ['image/jpeg', JPEG],
    ['image/png', PNG],
    ['IMAGE/WebP; q=1', WEBP],
  ])('of type %s goes to the worker as base64', async (type, bytes) => {
    worker.answer({
      status: 200,
      body: { outputs: [{ predictions: { predictions: [] } }], profiler_trace: 'c4n4ry' },
    });
    const answer = await app().ask(`${ROUTES.infer}?workflow=fast`, photo(type, bytes));
    expect(answer).toEqual({ status: 200, body: { outputs: [{ predictions: { predictions: [] } }] } });
    const { path, body } = worker.requests.at(-1)!;
    expect(path).toBe('/ws/workflows/fast-1');
    expect(JSON.parse(body)).toEqual({
      api_key: 'local',
      inputs: { image: { type: 'base64', value: Buffer.from(bytes).toString('base64') } },
    });
  });

  it.each([
    ['text', photo('text/plain', JPEG), 415, 'unsupported_media_type'],
    ['GIF', photo('image/gif', JPEG), 415, 'unsupported_media_type'],
    ['SVG', photo('image/svg+xml', JPEG), 415, 'unsupported_media_type'],
    ['a name of Object', photo('constructor', JPEG), 415, 'unsupported_media_type'],
    ['PNG that calls itself JPEG', photo('image/jpeg', PNG), 415, 'unsupported_media_type'],
    [
      'an address',
      photo('image/jpeg', [...Buffer.from('http://169.254.169.254/')]),
      415,
      'unsupported_media_type',
    ],
    ['nothing', photo('image/jpeg', []), 415, 'unsupported_media_type'],
    ['a poster', photo('image/jpeg', new Uint8Array(4 * 1024 * 1024 + 1)), 413, 'payload_too_large'],
  ] as [string, RequestInit, number, string][])('%s is refused here', async (_, init, status, code) => {
    const before = worker.requests.length;
    const answer = await app().ask(ROUTES.infer, init);
    expect([answer.status, codeOf(answer.body)]).toEqual([status, code]);
    expect(worker.requests.length).toBe(before);
  });

  it.each([
    ['accurate', 'workflow_not_offered', /ACCURATE_WORKFLOW_ID is missing/],
    ['sam3', 'bad_request', /"fast" or "accurate"/],
  ])('through %s is %s', async (name, code, words) => {
    const answer = await app().ask(`${ROUTES.infer}?workflow=${name}`, photo('image/jpeg', JPEG));
    expect([answer.status, codeOf(answer.body)]).toEqual([400, code]);
    expect(JSON.stringify(answer.body)).toMatch(new RegExp(words.source.replaceAll('"', '\\\\"')));
  });

  it('takes the accurate workflow where there is one', async () => {
    worker.answer({ status: 200, body: { outputs: [] } });
    const answer = await app({ ACCURATE_WORKFLOW_ID: 'acc' }).ask(
      `${ROUTES.infer}?workflow=accurate`,
      photo('image/png', PNG),
    );
    expect(answer.status).toBe(200);
    expect(worker.requests.at(-1)!.path).toBe('/ws/workflows/acc');
  });

  it.each([{ outputs: {} }, { outputs: ['text'] }, '<html>'])('an answer of %j is none', async (body) => {
    worker.answer({ status: 200, body });
    const answer = await app().ask(ROUTES.infer, photo('image/jpeg', JPEG));
    expect([answer.status, codeOf(answer.body)]).toEqual([502, 'worker_bad_answer']);
  });
});

it('base64 is Node’s, across the pieces too', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 70_000 }), fc.uint8Array({ maxLength: 64 }), (length, head) => {
      const bytes = new Uint8Array(length);
      bytes.set(head.subarray(0, length));
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
    }),
    { numRuns: 40 },
  );
});
