import fc from 'fast-check';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decodeMessage } from '../../protocol/result';
import { summarise } from './inView';
import { liveResult } from './live';
import { readoutsOf } from './readouts';
import { prediction, set, uuid } from './testing';

const metadata = { frame_id: 17, width: 1280, height: 720 };
const decoded = (message: unknown) => decodeMessage(strToU8(JSON.stringify(message)));
/** As from the wire; `message` over a frame with one thing, of chunks that say 3. */
const live = (message: object = {}) =>
  liveResult(3, decoded({ serialized_output_data: { a: set([prediction()]) }, video_metadata: metadata, ...message })); // biome-ignore format: one line

describe('a live result', () => {
  it('takes id and size from the video metadata before anything else', () => {
    expect(live()).toMatchObject({
      frameId: 17,
      frame: { width: 1280, height: 720 },
      things: [{ name: 'person' }],
      complete: false,
      terminationReason: null,
    });
  });

  it('falls back to the chunk header and the image where the metadata is missing', () => {
    expect(live({ video_metadata: null })).toMatchObject({ frameId: 3, frame: { width: 640, height: 480 } });
  });

  it('is the last where the session is over', () => {
    const last = { serialized_output_data: null, processing_complete: true, termination_reason: 'timeout_reached' }; // biome-ignore format: one line
    expect(live(last)).toMatchObject({ complete: true, terminationReason: 'timeout_reached', failures: [] });
  });

  it.each([0, -640, 1e-300, 0.5, 1e7, Number.NaN, '640'])('takes a width of %j for no size', (width) => {
    const size = { width, height: 480 };
    const serialized_output_data = { a: set([prediction()], size) };
    const odd = live({ serialized_output_data, video_metadata: { ...metadata, ...size } });
    expect(odd).toMatchObject({ frame: null, things: [{ box: { x: 100 } }] });
  });

  it('knows no size where an empty result names none', () => {
    const empty = live({ video_metadata: null, serialized_output_data: { codes: set([], null) } });
    expect(empty).toMatchObject({ frame: null, things: [] });
    expect(summarise(empty).state).toBe('nothing');
  });

  it.each(['NaN', 'Infinity', '-Infinity'])('is read of a frame in which Python wrote %s', (word) => {
    const odd = [{ data: `a "${word}"` }, { confidence: 'word' }, { width: 'word' }];
    const things = odd.map((each, at) => prediction({ ...each, x: 100 * at, detection_id: uuid(at) }));
    const text = JSON.stringify({ serialized_output_data: { a: set(things) } });
    const read = liveResult(1, decodeMessage(strToU8(text.replaceAll('"word"', word))));
    expect(read.things).toMatchObject([{ text: odd[0]?.data }, { confidence: null }]);
    expect(read.leftOut).toBe(1);
  });

  it('is read of any JSON object', () => {
    const keys = ['serialized_output_data', 'video_metadata', 'errors', 'processing_complete'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), fc.jsonValue(), (key, value, all) => {
        expect(readoutsOf(live({ [key]: value }))).toBeInstanceOf(Array);
        const same = Object.fromEntries(keys.map((each) => [each, all]));
        expect(readoutsOf(live(same))).toBeInstanceOf(Array);
      }),
      { numRuns: 200 },
    );
  });
});
