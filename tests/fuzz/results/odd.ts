/** What a worker could send in place of a result: bytes, cut into chunks as they are or are not. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { later } from '../../../kit/fuzz/later';
import { frameChunks } from '../../../protocol/framing';
import { cut, garbled } from '../photos/bytes';

/** Messages of the channel, in order. `what` is for the eyes. */
export type OddResult = { what: string; messages: (Uint8Array<ArrayBuffer> | string)[] };

/** Values that JSON.stringify cannot write stand here as words, and are put in afterwards. */
const RAW: Record<string, string> = {
  '«inf»': '1e999',
  '«-inf»': '-1e999',
  '«nan»': 'NaN',
  '«Infinity»': '-Infinity',
};
const written = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/"(«[^»]+»)"/g, (_, word: string) => RAW[word] ?? 'null');

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    '12',
    0,
    -1,
    -0,
    0.5,
    5e-324,
    1e-9,
    1e308,
    -1e308,
    2 ** 31,
    2 ** 53,
    [],
    {},
  ),
  fc.constantFrom<unknown>(
    '«inf»',
    '«-inf»',
    [[[]]],
    { toString: 1 },
    { length: 9 },
    { constructor: null },
    'x'.repeat(5_000),
  ),
);
const or = <Value>(usual: fc.Arbitrary<Value>, weight = 6): fc.Arbitrary<unknown> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: anything });
const pixel = fc.integer({ min: 0, max: 7_000 }).map((tenths) => tenths / 10);

const point = or(fc.record({ x: or(pixel), y: or(pixel) }));
const points = fc.oneof(
  fc.array(point, { maxLength: 8 }),
  fc
    .constantFrom(500, 4_000)
    .map((count) => Array.from({ length: count }, (_, at) => ({ x: at % 640, y: (at * 7) % 480 }))),
);
const runs = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...Array.from({ length: 64 }, (_, at) => String.fromCharCode(48 + at))),
    maxLength: 60,
  }),
  fc.string({ maxLength: 20 }),
  // A single run of as many pixels as 5000 × 5000, 1 × 25,000,000 and 25,000,000 × 1 have.
  fc.constant(runOf(25_000_000)),
);
const maskSide = fc.constantFrom<unknown>(0, 1, 4, 480, 640, 5_000, 25_000_000, 2 ** 31, -4, 1.5, '4', null);
const mask = fc.record({ size: or(fc.tuple(maskSide, maskSide)), counts: or(runs) }, { requiredKeys: [] });

/** COCO's way to write a number: five bits at a time, the lowest first. */
function runOf(length: number): string {
  let text = '';
  for (let rest = length; ; rest = Math.floor(rest / 32)) {
    const last = rest < 16;
    text += String.fromCharCode(48 + (rest % 32) + (last ? 0 : 32));
    if (last) return text;
  }
}

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('cat', 'qr_code', '😀'.repeat(30), 'long '.repeat(4_000)),
  // Half an emoji, and names that every object has.
  fc.constantFrom('\ud800', 'a\udc00b', '\ud83d', '__proto__', 'constructor', 'hasOwnProperty', 'toString'),
);
const corner = fc.oneof(point, or(fc.tuple(or(pixel), or(pixel))));
const corners = or(fc.array(corner, { maxLength: 8 }));
const keypoint = or(
  fc.record({
    x: or(pixel),
    y: or(pixel),
    class: or(fc.oneof(word, fc.constantFrom('nose', 'left_eye', 'left_shoulder', 'right_shoulder'))),
    confidence: or(fc.double({ min: 0, max: 1, noNaN: true })),
  }),
);
const prediction = fc.record(
  {
    x: or(pixel),
    y: or(pixel),
    width: or(pixel),
    height: or(pixel),
    confidence: or(fc.double({ min: 0, max: 1, noNaN: true })),
    class: or(word),
    class_id: or(fc.nat(90)),
    detection_id: or(fc.uuid()),
    data: or(word),
    points: or(points),
    rle_mask: or(mask),
    keypoints: or(fc.array(keypoint, { maxLength: 20 })),
    rect: corners,
    polygon: corners,
    tracker_id: or(fc.integer()),
    time_in_zone: or(fc.double()),
    speed: or(fc.double()),
    velocity: corner,
    parent_id: or(word),
  },
  { requiredKeys: ['x', 'y', 'width', 'height', 'class'] },
);
const size = or(
  fc.record({ width: or(fc.constantFrom(640, 1, 1e7, 1e-300), 3), height: or(fc.constant(480), 3) }),
);
/** As many as that many characters hold. */
const MOST_TEXT = 1_000_000;
const many = fc.tuple(prediction, fc.constantFrom(300, 3_000)).map(([one, count]) => {
  const most = Math.floor(MOST_TEXT / (JSON.stringify(one).length + 1));
  return Array.from({ length: Math.min(count, most) }, (_, at) => ({
    ...one,
    class_id: at,
    detection_id: `${at}`,
  }));
});
const predictions = fc.oneof(
  { weight: 12, arbitrary: fc.array(or(prediction), { maxLength: 5 }) },
  { weight: 1, arbitrary: many },
  { weight: 2, arbitrary: anything },
);
const set = or(fc.record({ image: size, predictions }));
const concepts = fc.record({
  prompt_results: or(
    fc.array(
      or(
        fc.record({
          echo: or(fc.record({ text: or(word) })),
          prompt_index: or(fc.nat(3)),
          predictions: or(
            fc.array(
              or(
                fc.record({
                  confidence: or(pixel),
                  masks: or(
                    fc.oneof(
                      mask,
                      fc.array(or(fc.array(fc.tuple(or(pixel), or(pixel)), { maxLength: 6 })), {
                        maxLength: 3,
                      }),
                    ),
                  ),
                }),
              ),
              { maxLength: 3 },
            ),
          ),
        }),
      ),
      { maxLength: 3 },
    ),
  ),
});
const picture = fc.record({ type: fc.constant('base64'), value: or(fc.constant('A'.repeat(200))) });
const output = fc.oneof(
  { weight: 6, arbitrary: set },
  { weight: 2, arbitrary: concepts },
  fc.array(picture, { maxLength: 3 }),
  fc.array(set, { maxLength: 4 }),
  fc.array(corners, { maxLength: 4 }),
  picture,
  anything,
);
const outputs = or(
  fc.dictionary(
    fc.oneof(
      fc.constantFrom('predictions', '__proto__', 'toString', '', 'zones', 'line', 'count', '\ud800'),
      fc.string({ maxLength: 6 }),
    ),
    output,
    { maxKeys: 3 },
  ),
);

const metadata = fc.record(
  {
    frame_id: or(fc.nat(100_000)),
    received_at: or(fc.constant('2026-01-01T00:00:00.000000')),
    pts: or(fc.nat()),
    time_base: or(fc.constant(1 / 90_000)),
    declared_fps: or(fc.constant(30)),
    measured_fps: or(fc.constant(30)),
    width: or(fc.constant(640)),
    height: or(fc.constant(480)),
  },
  { requiredKeys: [] },
);
/** Never truly complete: a worker that says so is done, and the page would dial the next one. */
const complete = fc.constantFrom<unknown>(false, false, null, 'true', 1, {}, undefined);
const message = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record(
      {
        serialized_output_data: outputs,
        video_metadata: or(metadata),
        errors: or(fc.array(or(fc.string()), { maxLength: 4 })),
        processing_complete: complete,
        termination_reason: or(fc.constantFrom(null, 'timeout_reached')),
      },
      { requiredKeys: ['serialized_output_data'] },
    ),
  },
  { weight: 1, arbitrary: anything.filter((value) => Object(value)?.processing_complete !== true) },
);
const text = fc.oneof(
  { weight: 30, arbitrary: message.map(written) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '',
      '{',
      `${'['.repeat(100_000)}`,
      `{"errors":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
      `{"serialized_output_data":{"zones":${'['.repeat(3_000)}${']'.repeat(3_000)}}}`,
      `{"serialized_output_data":{"a":${'{"predictions":'.repeat(3_000)}[]${'}'.repeat(3_000)}}}`,
      '\ufeff{}',
      '{"serialized_output_data":',
    ),
  },
);

type Packing = (bytes: Uint8Array) => Uint8Array;
const ZEROS = gzipSync(Buffer.alloc(300 * 1024 * 1024, 0x20), { level: 9 });
const withEnd = (zipped: Uint8Array, length: number) => {
  const copy = Uint8Array.from(zipped);
  new DataView(copy.buffer).setUint32(copy.length - 4, length, true);
  return copy;
};
const packing: fc.Arbitrary<Packing> = fc.oneof(
  { weight: 10, arbitrary: fc.constant<Packing>((bytes) => bytes) },
  { weight: 10, arbitrary: fc.constant<Packing>((bytes) => gzipSync(bytes)) },
  {
    weight: 2,
    arbitrary: later(fc.tuple(garbled(2_000, 4), fc.boolean()), ([garble, zip], bytes: Uint8Array) =>
      garble(zip ? gzipSync(bytes) : bytes),
    ),
  },
  { weight: 2, arbitrary: later(cut, (cutOff, bytes: Uint8Array) => cutOff(gzipSync(bytes))) },
  {
    weight: 1,
    arbitrary: later(fc.constantFrom(0, 1, 2 ** 30, 2 ** 31, 2 ** 32 - 1), (length, bytes: Uint8Array) =>
      withEnd(gzipSync(bytes), length),
    ),
  },
  { weight: 1, arbitrary: fc.constant<Packing>((bytes) => gzipSync(gzipSync(bytes))) },
);

type Framing = (frameId: number, payload: Uint8Array) => OddResult['messages'];
const wrongHeader: fc.Arbitrary<Framing> = later(
  fc.tuple(fc.nat(2), fc.constantFrom(0, 1, 2, 341, 342, 343, 2 ** 31, 2 ** 32 - 1)),
  ([place, number], frameId, payload) => {
    const chunks = frameChunks(frameId, payload);
    for (const chunk of chunks) new DataView(chunk.buffer).setUint32(place * 4, number, true);
    return chunks;
  },
);
const short: fc.Arbitrary<Framing> = later(fc.nat(13), (length, frameId, payload) =>
  frameChunks(frameId, payload).map((chunk) => chunk.slice(0, length)),
);
const framing: fc.Arbitrary<Framing> = fc.oneof(
  { weight: 20, arbitrary: fc.constant<Framing>(frameChunks) },
  { weight: 2, arbitrary: wrongHeader },
  {
    weight: 1,
    arbitrary: fc.constant<Framing>((frameId, payload) => frameChunks(frameId, payload).reverse()),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Framing>((frameId, payload) => frameChunks(frameId, payload).slice(1)),
  },
  { weight: 1, arbitrary: short },
  {
    weight: 1,
    arbitrary: fc.constant<Framing>((_, payload) => [new TextDecoder().decode(payload.subarray(0, 2_000))]),
  },
);

const made = fc.tuple(text, packing, framing, fc.nat(2 ** 32 - 1)).map(
  ([json, pack, frame, frameId]): OddResult => ({
    what: json.slice(0, 400),
    messages: frame(frameId, pack(new TextEncoder().encode(json))),
  }),
);
const bomb = fc.constant<OddResult>({ what: '300 MB of spaces', messages: frameChunks(1, ZEROS) });

const oddResults: fc.Arbitrary<OddResult> = fc.oneof(
  { weight: 300, arbitrary: made },
  { weight: 1, arbitrary: bomb },
);

/** Few: while they are made, the page waits. */
const AT_A_TIME = 4;

/** Made while they are sent: all of them at once would take gigabytes. */
export function* sample(count: number, seed: number): Generator<OddResult> {
  for (let from = 0; from < count; from += AT_A_TIME) {
    yield* fc.sample(oddResults, { numRuns: Math.min(AT_A_TIME, count - from), seed: seed + from });
  }
}
