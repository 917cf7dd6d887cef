import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NotOnnx, readOnnxMetadata } from './onnx-metadata';

const model = new Uint8Array(readFileSync(new URL('../../fixtures/v8.onnx', import.meta.url)));
const text = (value: string) => new TextEncoder().encode(value);
const field = (number: number, content: Uint8Array) => [number * 8 + 2, content.length, ...content];
const entry = (key: string, value: string) =>
  Uint8Array.from([...field(1, text(key)), ...field(2, text(value))]);
/** An empty graph, which is all that a file needs to be a model here. */
const GRAPH = field(7, new Uint8Array());

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
    const bytes = [
      0x08,
      0xff,
      0x01,
      0x11,
      1,
      2,
      3,
      4,
      5,
      6,
      7,
      8,
      0x1d,
      1,
      2,
      3,
      4,
      ...field(14, entry('ключ', '値')),
      ...GRAPH,
    ];
    expect([...readOnnxMetadata(Uint8Array.from(bytes))]).toEqual([['ключ', '値']]);
  });

  it('says NotOnnx of a file that is cut off anywhere, or reads a shorter list: never anything else', () => {
    for (let length = 0; length < model.length; length += 1) {
      try {
        expect(readOnnxMetadata(model.subarray(0, length)).size).toBeLessThanOrEqual(4);
      } catch (error) {
        expect(error).toBeInstanceOf(NotOnnx);
      }
    }
  });

  it('says NotOnnx of any other bytes, or reads them to their end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          readOnnxMetadata(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(NotOnnx);
        }
      }),
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

  it('leaves out an entry beyond reason', () => {
    const long = new Uint8Array(2 ** 20 + 1);
    const head = Uint8Array.from([14 * 8 + 2, 0x81, 0x80, 0x40]);
    const bytes = new Uint8Array([...GRAPH, ...head, ...long]);
    expect(readOnnxMetadata(bytes).size).toBe(0);
  });
});
