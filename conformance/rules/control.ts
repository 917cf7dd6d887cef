/** Control messages on the channel: text, JSON, taken while the stream runs. */
import type { Message } from '../client/messages';
import type { Peer } from '../client/peer';
import { AGAIN, type Context, FOUND } from '../context';
import type { Group, Rule } from '../rule';
import { answerTo, EFFECT_MS, outputsOf, running as start } from '../sessions';
import { expect, type Json, show } from '../verdict';

const CONTROL = 'streamvision/webrtc_worker/webrtc.py:1399-1437';
const ACK = 'streamvision/webrtc_worker/webrtc.py:373-418';

export const control: Group = {
  title: 'Control messages',
  rules: [
    effect(70, 'data_output [] stops the data, not the messages', { data_output: [] }, isBare),
    effect(71, 'data_output with a name chooses that output', { data_output: [AGAIN] }, (message) =>
      hasKeys(message, [AGAIN]),
    ),
    effect(72, 'An unknown key is ignored, and the rest is taken', { a_key: 1, data_output: [] }, isBare),
    effect(
      73,
      'A name that the workflow lacks is an error in each message, without data',
      { data_output: ['no_such_output'] },
      ({ json }) => show(json?.errors).includes('no_such_output') && json?.serialized_output_data === null,
    ),
    {
      number: 74,
      words: 'data_output null or absent leaves things as they are; ["*"] brings all back',
      source: CONTROL,
      check: async (context) => {
        const peer = await running(context, { data_output: [FOUND] });
        peer.send({ data_output: null });
        peer.send({ stream_output: null });
        const changed = await sixMore(context, peer, (message) => !hasKeys(message, [FOUND]));
        const back = await answerTo(context, peer, { data_output: ['*'] }, (each) =>
          hasKeys(each, [AGAIN, FOUND]),
        );
        context.hangUp(peer);
        expect(!changed, `after null: ${show(changed && outputsOf(changed))}`);
        expect(back, `no message with all outputs in 6 s; last ${show(peer.messages.at(-1)?.json, 60)}`);
        return 'unchanged, then all';
      },
    },
    {
      number: 75,
      words: 'Text that is no JSON does no harm',
      source: CONTROL,
      check: (context) => harmless(context, '{ this is not JSON'),
    },
    {
      number: 76,
      words: 'stream_output does no harm where the session began without video',
      source: 'streamvision/webrtc_worker/webrtc.py:1411-1416',
      check: (context) => harmless(context, { stream_output: [FOUND] }),
    },
    {
      number: 77,
      words: 'Without an ack nothing is paced, webrtc_realtime_processing or not',
      source: ACK,
      check: async (context) => {
        const peer = await running(context, { webrtc_realtime_processing: false });
        peer.send({ ack: 0 });
        const flows = await peer.until(() => peer.messages.length >= 6, context.ms(EFFECT_MS));
        context.hangUp(peer);
        expect(flows, `${peer.messages.length} messages in 6 s`);
        return `${peer.messages.length} messages`;
      },
    },
    {
      number: 78,
      words: 'With webrtc_realtime_processing off, results wait for their acks',
      source: ACK,
      check: async (context) => {
        const peer = await running(context, { webrtc_realtime_processing: false });
        const acked = peer.messages.at(-1)?.frameId ?? 1;
        peer.send({ ack: acked });
        const held = await heldAt(context, peer);
        expect(held !== null, `no pause: ${peer.messages.length} messages, ack ${acked}`);
        peer.send({ ack: held });
        const goesOn = await peer.next(({ frameId }) => frameId > held, context.ms(EFFECT_MS));
        context.hangUp(peer);
        expect(goesOn, `held at ${held}, and an ack of it did not move it`);
        return `ack ${acked}: held at ${held}; ack ${held}: went on`;
      },
    },
    {
      number: 79,
      words: 'With webrtc_realtime_processing on, an ack paces nothing',
      source: ACK,
      check: async (context) => {
        const peer = await running(context);
        peer.send({ ack: 1 });
        const from = peer.messages.length;
        const flows = await peer.until(() => peer.messages.length >= from + 6, context.ms(EFFECT_MS));
        context.hangUp(peer);
        expect(flows, `${peer.messages.length - from} messages in 6 s`);
        return `${peer.messages.length - from} messages`;
      },
    },
  ],
};

/** A session that has sent its first two results. */
const running = (context: Context, changes: Json = {}) => start(context, changes, 2);

function effect(number: number, words: string, message: unknown, fits: (message: Message) => boolean): Rule {
  return {
    number,
    words,
    source: CONTROL,
    check: async (context) => {
      const peer = await running(context);
      const from = peer.messages.length;
      const found = await answerTo(context, peer, message, fits);
      context.hangUp(peer);
      const last = show(peer.messages.at(-1)?.json, 90);
      expect(found, `no such message among ${peer.messages.length - from} in 6 s; the last: ${last}`);
      return show({
        data: outputsOf(found) && Object.keys(outputsOf(found) ?? {}),
        errors: found.json?.errors,
      });
    },
  };
}

async function harmless(context: Context, message: unknown): Promise<string> {
  const peer = await running(context);
  peer.send(message);
  const from = peer.messages.length;
  const odd = await sixMore(context, peer, (each) => !hasKeys(each, [AGAIN, FOUND]));
  context.hangUp(peer);
  expect(peer.messages.length >= from + 6, `${peer.messages.length - from} messages in 6 s after it`);
  expect(!odd, `after it: ${show(odd?.json)}`);
  return `${peer.messages.length - from} messages after it`;
}

/** @returns the first odd one of the next six messages. */
async function sixMore(context: Context, peer: Peer, isOdd: (message: Message) => boolean) {
  const from = peer.messages.length;
  await peer.until(() => peer.messages.length >= from + 6, context.ms(EFFECT_MS));
  return peer.messages.slice(from).find(isOdd);
}

/** @returns the last frame id once nothing has come for a second and a half, or null where it never stops. */
async function heldAt(context: Context, peer: Peer): Promise<number | null> {
  for (let round = 0; round < 4; round += 1) {
    const from = peer.messages.length;
    const more = await peer.until(() => peer.messages.length > from, context.ms(1500));
    if (!more) return peer.messages.at(-1)?.frameId ?? null;
    await peer.until(() => false, context.ms(300));
  }
  return null;
}

function hasKeys(message: Message, keys: string[]): boolean {
  return show(Object.keys(outputsOf(message) ?? {}).sort()) === show([...keys].sort());
}

function isBare({ json }: Message): boolean {
  return json?.serialized_output_data === null && show(json.errors) === '[]';
}
