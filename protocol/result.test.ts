import { gzipSync as zlib } from 'node:zlib';
import fc from 'fast-check';
import { gzipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeMessage, type WorkerMessage } from './result';

const prediction = (over: Record<string, unknown> = {}) => ({
  x: 100,
  y: 50,
  width: 20,
  height: 10,
  confidence: 1,
  class: 'qr_code',
  class_id: 0,
  detection_id: 'a',
  data: 'hello',
  ...over,
});

const message = (over: Partial<WorkerMessage> = {}): WorkerMessage => ({
  serialized_output_data: {
    predictions: { image: { width: 640, height: 480 }, predictions: [prediction()] },
  },
  video_metadata: {
    frame_id: 17,
    received_at: '2026-08-21T18:00:00.123456',
    pts: 51000,
    time_base: 1 / 90000,
    declared_fps: null,
    measured_fps: null,
    width: 1280,
    height: 720,
  },
  errors: [],
  processing_complete: false,
  termination_reason: null,
  ...over,
});

const plain = (value: unknown) => strToU8(JSON.stringify(value));

describe('decodeMessage', () => {
  it('reads the same from gzipped and from plain bytes', () => {
    const sent = message();
    expect(decodeMessage(plain(sent))).toEqual(sent);
    expect(decodeMessage(gzipSync(plain(sent)))).toEqual(sent);
  });

  it('reads the final message, which the hosted worker leaves plain', () => {
    const last = decodeMessage(plain({ processing_complete: true, termination_reason: 'timeout_reached' }));
    expect(last).toEqual({
      serialized_output_data: null,
      video_metadata: null,
      errors: [],
      processing_complete: true,
      termination_reason: 'timeout_reached',
    });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['words', strToU8('hello')],
    ['a number', strToU8('3')],
    ['a list', strToU8('[]')],
    ['null', strToU8('null')],
    ['a gzip header and no body', Uint8Array.of(0x1f, 0x8b, 8, 0)],
    ['a gzip body cut short', gzipSync(plain(message())).subarray(0, 60)],
  ])('throws on %s', (_what, payload) => {
    expect(() => decodeMessage(payload)).toThrow();
  });

  it('gives up on what swells beyond all measure, before it has', () => {
    const bomb = new Uint8Array(zlib(new Uint8Array(100 * 1024 * 1024).fill(0x20)));
    expect(() => decodeMessage(bomb)).toThrow('too long');
    // Whoever reads on to the second half meets its damage first.
    bomb.fill(0xff, bomb.length / 2);
    expect(() => decodeMessage(bomb)).toThrow('too long');
  });

  it.each([
    ['objects', '{},'],
    ['lists', '[],'],
    ['numbers', '0,'],
    ['texts', '"",'],
    ['objects with a key', '{"a":0},'],
    ['depth', '['],
  ])('gives up on what is small, and no more once parsed: %s', (_what, piece) => {
    const text = piece.repeat((15 * 1024 * 1024) / piece.length);
    const bomb = strToU8(`{"serialized_output_data":{"a":[${text}0]}}`);
    expect(() => decodeMessage(bomb)).toThrow('too many parts');
    expect(() => decodeMessage(zlib(bomb))).toThrow('too many parts');
  });

  it('takes a depth map of a whole frame, and a hundred outlines', () => {
    const depth = Array.from({ length: 720 }, (_, y) => Array.from({ length: 1280 }, (_, x) => (x + y) / 7));
    const points = Array.from({ length: 500 }, (_, at) => ({ x: at + 0.5, y: at }));
    const outlined = Array.from({ length: 100 }, () => prediction({ points }));
    for (const value of [depth, { image: {}, predictions: outlined }]) {
      const sent = message({ serialized_output_data: { a: value } });
      const read = decodeMessage(zlib(plain(sent)));
      // As text: vitest compares a million numbers far too slowly.
      expect(JSON.stringify(read) === JSON.stringify(sent)).toBe(true);
    }
  });

  it('takes sixteen megabytes', () => {
    const text = 'x'.repeat(15 * 1024 * 1024);
    expect(decodeMessage(gzipSync(plain(message({ errors: [text] })))).errors[0]).toHaveLength(text.length);
  });

  it.each([0, 1, 2 ** 31, 2 ** 32 - 1])(
    'makes no room for a length of %d that the gzip’s end claims',
    (length) => {
      const zipped = gzipSync(plain(message()));
      new DataView(zipped.buffer).setUint32(zipped.length - 4, length, true);
      expect(decodeMessage(zipped)).toEqual(message());
    },
  );

  it.each(['NaN', 'Infinity', '-Infinity'])('reads a frame in which Python wrote %s', (word) => {
    const odd = [
      prediction({ data: `a "${word}" in a text, \\` }),
      prediction({ confidence: 'word' }),
      prediction({ width: 'word' }),
    ];
    const sent = message({ serialized_output_data: { a: { image: {}, predictions: odd } } });
    const text = JSON.stringify(sent);
    expect(decodeMessage(strToU8(text.replaceAll('"word"', word)))).toEqual(
      JSON.parse(text.replaceAll('"word"', 'null')),
    );
  });

  it('turns every field of the wrong type into its empty value, for any JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (rest, value) => {
        const keys = ['serialized_output_data', 'errors', 'processing_complete', 'termination_reason'];
        const read = decodeMessage(
          plain({ ...rest, ...Object.fromEntries(keys.map((key) => [key, value])) }),
        );
        expect(read.errors.every((text) => typeof text === 'string')).toBe(true);
        expect(typeof read.processing_complete).toBe('boolean');
        expect(read.termination_reason === null || typeof read.termination_reason === 'string').toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
