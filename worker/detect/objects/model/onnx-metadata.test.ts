import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotOnnx, readOnnxMetadata, readOnnxOrigin } from './onnx-metadata';

const model = new Uint8Array(readFileSync(new URL('../../fixtures/v8.onnx', import.meta.url)));
const text = (value: string) => new TextEncoder().encode(value);
const field = (number: number, content: Uint8Array) => [number * 8 + 2, content.length, ...content];
const entry = (key: string, value: string) =>
  Uint8Array.from([...field(1, text(key)), ...field(2, text(value))]);
/** An empty graph, which is all that a file needs to be a model here. */
const GRAPH = field(7, new Uint8Array());

/** What `read` gives; where it throws, that must be NotOnnx. */
function readsOrRefuses<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    expect(error).toBeInstanceOf(NotOnnx);
    return undefined;
  }
}

describe('readOnnxMetadata', () => {
  it('reads what Python’s onnx wrote', () => {
    expect(Object.fromEntries(readOnnxMetadata(model))).toEqual({
      names: `{0: 'red blob', 1: 'green blob', 2: "blue 'blob'"}`,
      stride: '32',
      imgsz: '[320, 320]',
      task: 'detect',
    });
  });

  it('steps over numbers of every kind and keeps UTF-8', () => {
    const numbers = [0x08, 0xff, 0x01, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1d, 1, 2, 3, 4];
    const bytes = [...numbers, ...field(14, entry('ключ', '値')), ...GRAPH];
    expect([...readOnnxMetadata(Uint8Array.from(bytes))]).toEqual([['ключ', '値']]);
  });

  it('says NotOnnx of a file that is cut off anywhere, or reads a shorter list: never anything else', () => {
    for (let length = 0; length < model.length; length += 1) {
      const size = readsOrRefuses(() => readOnnxMetadata(model.subarray(0, length)).size);
      expect(size ?? 0).toBeLessThanOrEqual(4);
    }
  });

  it('says NotOnnx of any other bytes, or reads them to their end', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        (bytes) => void readsOrRefuses(() => readOnnxMetadata(bytes)),
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nothing', []],
    ['no graph', field(14, entry('a', 'b'))],
    ['a length beyond the end', [7 * 8 + 2, 200, 1]],
    ['a length of 2^60', [7 * 8 + 2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ['an endless number', [8, ...Array(12).fill(0xff)]],
    ['an unknown wire type', [7 * 8 + 3, 0]],
    ['field 0', [2, 0]],
  ])('refuses %s', (_, bytes) => {
    expect(() => readOnnxMetadata(Uint8Array.from(bytes))).toThrow(NotOnnx);
  });

  it('says of a value beyond reason that it is too long', () => {
    const long = 'x'.repeat(2 ** 20 + 1);
    const size = (length: number) => [(length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14];
    const value = [2 * 8 + 2, ...size(long.length), ...text(long)];
    const content = [...field(1, text('names')), ...value];
    const bytes = Uint8Array.from([...GRAPH, 14 * 8 + 2, ...size(content.length), ...content]);
    expect([...readOnnxMetadata(bytes)]).toEqual([['names', '(too long)']]);
  });
});

describe('readOnnxOrigin', () => {
  const node = (attributes: number[]) =>
    Uint8Array.from([
      ...field(
        7,
        Uint8Array.from(field(1, Uint8Array.from([...field(4, text('NonMaxSuppression')), ...attributes]))),
      ),
      ...field(2, text('pytorch')),
    ]);
  const flag = (value: number) =>
    field(5, Uint8Array.from([...field(1, text('center_point_box')), 3 * 8, value]));

  it('tells who wrote it, and what its NonMaxSuppression takes', () => {
    expect(readOnnxOrigin(node(flag(1)))).toEqual({ producer: 'pytorch', suppression: 'centres' });
    expect(readOnnxOrigin(node(flag(0)))).toEqual({ producer: 'pytorch', suppression: 'corners' });
    expect(readOnnxOrigin(node([]))).toEqual({ producer: 'pytorch', suppression: 'corners' });
    expect(readOnnxOrigin(model).suppression).toBeNull();
  });

  it('says NotOnnx of any other bytes, or reads them to their end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const each of [bytes, Uint8Array.from(field(7, bytes))])
          readsOrRefuses(() => readOnnxOrigin(each));
      }),
      { numRuns: 500 },
    );
  });
});
