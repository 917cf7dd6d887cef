import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collector, toChunk } from './messages';

function chunk(frameId: number, index: number, total: number, body: Uint8Array) {
  const bytes = Buffer.alloc(12 + body.length);
  bytes.writeUInt32LE(frameId, 0);
  bytes.writeUInt32LE(index, 4);
  bytes.writeUInt32LE(total, 8);
  bytes.set(body, 12);
  return toChunk('label', new Uint8Array(bytes).buffer);
}

function messageOf(payload: Uint8Array) {
  return new Collector().push(chunk(1, 0, 1, payload));
}

describe('Collector', () => {
  it('puts a payload together however it was cut', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.string(), fc.boolean(), cuts, (text, zipped, lengths) => {
        const plain = Buffer.from(JSON.stringify({ text }));
        let rest: Uint8Array = zipped ? gzipSync(plain) : plain;
        const parts = lengths.map((length) => {
          const part = rest.subarray(0, length);
          rest = rest.subarray(length);
          return part;
        });
        parts.push(rest);
        const collector = new Collector();
        for (const [index, part] of parts.entries()) collector.push(chunk(7, index, parts.length, part));
        expect(collector.messages).toMatchObject([{ frameId: 7, zipped, json: { text }, problem: null }]);
      }),
    );
  });

  it('says what is wrong with a payload', () => {
    expect(messageOf(Buffer.from('{'))).toMatchObject({ json: null, problem: 'no JSON' });
    expect(messageOf(Buffer.from('[]'))).toMatchObject({ json: null, problem: 'JSON, but no object' });
    const cut = gzipSync('{"a":1}').subarray(0, 12);
    expect(messageOf(cut)).toMatchObject({ json: null, problem: expect.stringContaining('inflate') });
  });

  it('keeps what has no sound header for the rules to see, and makes no message of it', () => {
    const collector = new Collector();
    expect(collector.push(toChunk('label', 'text'))).toBeNull();
    expect(collector.push(toChunk('label', new Uint8Array(5).buffer))).toBeNull();
    expect(collector.push(chunk(1, 0, 2 ** 24, Buffer.from('{}')))).toBeNull();
    expect(collector.push(chunk(1, 2, 2, Buffer.from('{}')))).toBeNull();
    expect([collector.chunks.length, collector.messages.length]).toEqual([4, 0]);
  });
});
