/** `data_output`, and the fields of a message. */
import type { Message } from '../client/messages';
import { AGAIN, FOUND } from '../context';
import type { Group } from '../rule';
import { emptyOutput, metadataOf, nullOutput, oneOutput, outputsOf, streamed, TWO_CODES } from '../sessions';
import { expect, judged, show } from '../verdict';

const MODES = 'streamvision/webrtc_worker/webrtc.py:319-333, 499-525';
const MESSAGE = 'streamvision/webrtc_worker/entities.py:61-85';

export const data: Group = {
  title: 'Data output and message',
  rules: [
    {
      number: 51,
      words: '["*"] sends all outputs of the workflow, under its own names',
      source: MODES,
      check: async (context) => {
        const messages = await streamed(context);
        const odd = messages.find((each) => show(keysOf(each)) !== show([AGAIN, FOUND].sort()));
        expect(!odd, `outputs ${show(odd && keysOf(odd))}`);
        return show(messages[0] && keysOf(messages[0]));
      },
    },
    {
      number: 52,
      words: 'A list of names sends those alone',
      source: MODES,
      check: async (context) => {
        const messages = await context.once(oneOutput);
        const odd = messages.find((each) => show(keysOf(each)) !== show([FOUND]));
        expect(!odd, `outputs ${show(odd && keysOf(odd))}`);
        return `${messages.length} messages`;
      },
    },
    {
      number: 53,
      words: 'null sends a message for each frame, without data',
      source: MODES,
      check: async (context) => withoutData(await context.once(nullOutput)),
    },
    {
      number: 54,
      words: '[] does the same as null',
      source: MODES,
      check: async (context) => withoutData(await context.once(emptyOutput)),
    },
    {
      number: 55,
      words: 'A message has serialized_output_data, video_metadata, errors and processing_complete',
      source: MESSAGE,
      check: async (context) => {
        const messages = await streamed(context);
        const odd = messages.find(({ json }) => {
          const isWhole = json && 'serialized_output_data' in json && 'video_metadata' in json;
          return !isWhole || !Array.isArray(json.errors) || json.processing_complete !== false;
        });
        expect(!odd, show(odd?.json));
        return show(Object.keys(messages[0]?.json ?? {}));
      },
    },
    {
      number: 56,
      words: 'errors is empty while all goes well',
      source: MESSAGE,
      check: async (context) => {
        const messages = await streamed(context);
        const odd = messages.find(({ json }) => show(json?.errors) !== '[]');
        expect(!odd, show(odd?.json?.errors));
        return `${messages.length} messages`;
      },
    },
    {
      number: 57,
      words: 'video_metadata gives the size of the frame, in the shape that was sent',
      source: MESSAGE,
      check: async (context) => {
        const sizes = (await streamed(context)).map(metadataOf);
        const odd = sizes.find(({ width, height }) => !isShape(Number(width), Number(height)));
        expect(
          !odd,
          `${show(odd?.width)} × ${show(odd?.height)} for ${TWO_CODES.width} × ${TWO_CODES.height}`,
        );
        return `${sizes[0]?.width} × ${sizes[0]?.height}`;
      },
    },
    {
      number: 58,
      words: 'received_at is local time in ISO form, without a zone, and never goes back',
      source: 'streamvision/webrtc_worker/webrtc.py:614, 485',
      check: async (context) => {
        const times = (await streamed(context)).map((each) => metadataOf(each).received_at);
        const odd = times.find((time) => !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?$/.test(String(time)));
        expect(odd === undefined, show(odd));
        expect(show([...times].sort(), 1e6) === show(times, 1e6), 'it goes back');
        return String(times[0]);
      },
    },
    {
      number: 59,
      words: 'pts is a whole number that never falls, time_base the seconds of one',
      source: 'streamvision/webrtc_worker/webrtc.py:486-487',
      check: async (context) => {
        const messages = (await streamed(context)).map(metadataOf);
        const ticks = messages.map(({ pts }) => Number(pts));
        expect(
          messages.every(({ pts }) => Number.isInteger(pts)),
          `pts ${show(messages[0]?.pts)}`,
        );
        expect(
          ticks.every((each, at) => at === 0 || each >= (ticks[at - 1] ?? 0)),
          'pts falls',
        );
        const base = Number(messages[0]?.time_base);
        expect(base > 0 && base < 1, `time_base ${show(messages[0]?.time_base)}`);
        return `${ticks[0]} to ${ticks.at(-1)}, ${show(base)} s each`;
      },
    },
    {
      number: 60,
      words: 'declared_fps is what the request declared, null where it did not; measured_fps is null',
      source: 'streamvision/webrtc_worker/webrtc.py:483-491',
      check: async (context) => {
        const given = metadataOf((await streamed(context))[0] as Message);
        const none = metadataOf((await context.once(nullOutput))[0] as Message);
        const seen = { given: given.declared_fps, none: none.declared_fps, measured: given.measured_fps };
        return judged(seen, show(seen) === show({ given: 15, none: null, measured: null }));
      },
    },
  ],
};

function keysOf(message: Message): string[] {
  return Object.keys(outputsOf(message) ?? {}).sort();
}

function withoutData(messages: Message[]): string {
  const odd = messages.find(({ json }) => json?.serialized_output_data !== null);
  expect(!odd, show(odd?.json));
  const bare = messages.find((each) => !(Number(metadataOf(each).width) > 0));
  expect(!bare, `video_metadata ${show(bare?.json?.video_metadata)}`);
  return `${messages.length} messages`;
}

/** An encoder short of bits sends a smaller picture of the same shape. */
function isShape(width: number, height: number): boolean {
  const wanted = TWO_CODES.width / TWO_CODES.height;
  return width > 0 && height > 0 && Math.abs(width / height / wanted - 1) < 0.02;
}
