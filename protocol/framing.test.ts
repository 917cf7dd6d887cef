import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHUNK_BYTES, frameChunks, HEADER_BYTES, MAX_MESSAGE_BYTES, Reassembler } from './framing';

const u32 = fc.integer({ min: 0, max: 0xffffffff });
/** Sizes around the chunk borders, where an off-by-one would sit. */
const payloadSize = fc.oneof(
  fc.integer({ min: 0, max: 64 }),
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: -2, max: 2 }))
    .map(([chunks, off]) => chunks * CHUNK_BYTES + off),
);

const bytes = (size: number, seed: number) =>
  Uint8Array.from({ length: size }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 0xff);

const header = (frameId: number, index: number, total: number, body: number[] = []) => {
  const message = new Uint8Array(HEADER_BYTES + body.length);
  const view = new DataView(message.buffer);
  view.setUint32(0, frameId, true);
  view.setUint32(4, index, true);
  view.setUint32(8, total, true);
  message.set(body, HEADER_BYTES);
  return message;
};

/** One word for a payload: vitest compares typed arrays of this size far too slowly. */
const print = (payload: Uint8Array) => Buffer.from(payload).toString('base64');
const printed = ({ frameId, payload }: { frameId: number; payload: Uint8Array }) => [frameId, print(payload)];

const pushAll = (reassembler: Reassembler, messages: Uint8Array[]) =>
  messages.map((message) => reassembler.push(message)).filter((whole) => whole !== null);

describe('framing, there and back', () => {
  it('gives back each payload once, whatever the order of its chunks', () => {
    fc.assert(
      fc.property(u32, payloadSize, fc.infiniteStream(fc.nat()), (frameId, size, luck) => {
        const payload = bytes(size, frameId);
        const chunks = frameChunks(frameId, payload)
          .map((chunk) => ({ chunk, key: luck.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ chunk }) => chunk);
        expect(pushAll(new Reassembler(), chunks).map(printed)).toEqual([[frameId, print(payload)]]);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps frames apart whose chunks come interleaved', () => {
    const [a, b] = [bytes(CHUNK_BYTES * 2 + 5, 1), bytes(CHUNK_BYTES * 3, 2)];
    const [first, second] = [frameChunks(1, a), frameChunks(2, b)];
    const mixed = [first[0]!, second[0]!, second[1]!, first[1]!, first[2]!, second[2]!];
    expect(pushAll(new Reassembler(), mixed).map(printed)).toEqual([
      [1, print(a)],
      [2, print(b)],
    ]);
  });

  it('never makes a message larger than header and chunk, and cuts no more than it must', () => {
    fc.assert(
      fc.property(payloadSize, (size) => {
        const chunks = frameChunks(7, bytes(size, 0));
        expect(chunks.length).toBe(Math.max(1, Math.ceil(size / CHUNK_BYTES)));
        for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(HEADER_BYTES + CHUNK_BYTES);
      }),
      { numRuns: 40 },
    );
  });

  it('writes the header as the hosted worker does: little-endian id, index, total', () => {
    const [, last] = frameChunks(0x01020304, bytes(CHUNK_BYTES + 1, 0));
    expect([...last!.subarray(0, HEADER_BYTES)]).toEqual([4, 3, 2, 1, 1, 0, 0, 0, 2, 0, 0, 0]);
  });

  it('reads a chunk that stands in the middle of a larger buffer', () => {
    const [chunk] = frameChunks(9, Uint8Array.of(1, 2, 3));
    const roomy = new Uint8Array(chunk!.length + 20);
    roomy.set(chunk!, 10);
    const view = roomy.subarray(10, 10 + chunk!.length);
    expect(new Reassembler().push(view)).toEqual({ frameId: 9, payload: Uint8Array.of(1, 2, 3) });
  });
});

describe('framing, against a sender that misbehaves', () => {
  it('survives any bytes, and yields only what a header honestly announced', () => {
    const reassembler = new Reassembler();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (message) => {
        const whole = reassembler.push(message);
        if (message.length < HEADER_BYTES) expect(whole).toBeNull();
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['no chunk at all', header(1, 0, 0)],
    ['an index beyond the total', header(1, 3, 3)],
    ['a total that would fill the memory', header(1, 0, 0xffffffff)],
    ['a cut-off header', header(1, 0, 1).subarray(0, 11)],
  ])('drops %s', (_what, message) => {
    expect(new Reassembler().push(message)).toBeNull();
  });

  it('does not complete a frame on a repeated chunk', () => {
    const reassembler = new Reassembler();
    expect(pushAll(reassembler, [header(1, 0, 2, [1]), header(1, 0, 2, [1])])).toEqual([]);
    expect(reassembler.push(header(1, 1, 2, [2]))?.payload).toEqual(Uint8Array.of(1, 2));
  });

  it('drops a chunk that changes its mind about the total', () => {
    const reassembler = new Reassembler();
    expect(pushAll(reassembler, [header(1, 0, 2, [1]), header(1, 1, 3, [9])])).toEqual([]);
    expect(reassembler.push(header(1, 1, 2, [2]))?.payload).toEqual(Uint8Array.of(1, 2));
  });

  it('keeps a few unfinished frames only, and forgets the oldest first', () => {
    const reassembler = new Reassembler();
    for (let id = 0; id < 100; id++) expect(reassembler.push(header(id, 0, 2, [id]))).toBeNull();
    expect(reassembler.push(header(0, 1, 2, [1]))).toBeNull();
    expect(reassembler.push(header(99, 1, 2, [7]))?.payload).toEqual(Uint8Array.of(99, 7));
  });

  it('counts bytes, and not chunks alone: what is held stays below one message’s, whatever the chunks’ size', () => {
    const reassembler = new Reassembler();
    const big = Array<number>(1024 * 1024).fill(7);
    for (let id = 0; id < 8; id += 1)
      for (let index = 0; index < 6; index += 1) {
        expect(reassembler.push(header(id, index, 300, big))).toBeNull();
        expect(reassembler.heldBytes).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
      }
    // The newest is still whole.
    expect(reassembler.heldBytes).toBeGreaterThan(6 * 1024 * 1024);
  });

  it('drops a message that is too long in itself, and takes the next one', () => {
    const reassembler = new Reassembler();
    const big = Array<number>(1024 * 1024).fill(7);
    const chunks = Array.from({ length: 17 }, (_, index) => header(1, index, 17, big));
    expect(pushAll(reassembler, chunks)).toEqual([]);
    expect(reassembler.push(header(2, 0, 2, [1]))).toBeNull();
    expect(reassembler.push(header(2, 1, 2, [2]))?.payload).toEqual(Uint8Array.of(1, 2));
    expect(reassembler.heldBytes).toBeLessThan(2 * 1024 * 1024);
  });
});
