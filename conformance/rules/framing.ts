/** How a result crosses the data channel: header, chunks, gzip. */
import { CHUNK_BYTES, type Chunk, HEADER_BYTES, type Message } from '../client/messages';
import { createScene } from '../client/scene';
import { type Context, inline, PICTURE, WITH_PICTURE } from '../context';
import type { Group } from '../rule';
import { allOutputs, EFFECT_MS, metadataOf, nullOutput, oneOutput, outputsOf, streamed } from '../sessions';
import { expect, NotOffered, show } from '../verdict';

const HEADER = 'streamvision/webrtc_worker/webrtc.py:92-101';
const GZIP = 'streamvision/webrtc_worker/webrtc.py:536-543';

export const framing: Group = {
  title: 'Framing and gzip',
  rules: [
    {
      number: 40,
      words: 'Results are binary messages, never text',
      source: HEADER,
      check: async (context) => {
        const chunks = await chunksOf(context);
        const texts = chunks.filter(({ isText }) => isText).length;
        expect(texts === 0, `${texts} of ${chunks.length} are text`);
        return `${chunks.length} messages`;
      },
    },
    {
      number: 41,
      words: 'Each begins with frame id, chunk index and chunk count, three little-endian 32-bit numbers',
      source: HEADER,
      check: async (context) => {
        const chunks = await chunksOf(context);
        const odd = chunks.find(
          ({ header }) => !header || header.total > 342 || header.index >= header.total,
        );
        expect(!odd, `header ${show(odd?.header)} of ${odd?.bytes.length} bytes`);
        return show(chunks[0]?.header);
      },
    },
    {
      number: 42,
      words: 'The chunks of a frame come in order, and no other frame between them',
      source: 'streamvision/webrtc_worker/webrtc.py:172-200',
      check: async (context) => inOrder(await chunksOf(context)),
    },
    {
      number: 43,
      words: 'A chunk holds 48 KiB, the last one of a frame the rest',
      source: 'streamvision/webrtc_worker/webrtc.py:89, 167-183',
      check: async (context) => sized(await chunksOf(context)),
    },
    {
      number: 44,
      words: 'Frame ids count from 1, for the first frame after the channel is open',
      source: 'streamvision/webrtc_worker/webrtc.py:612; facts §1',
      check: async (context) => {
        const ids = (await streamed(context)).map(({ frameId }) => frameId);
        expect(ids[0] === 1, `the first is ${ids[0]}`);
        const fall = ids.findIndex((id, at) => at > 0 && id <= (ids[at - 1] ?? 0));
        expect(fall === -1, `${ids[fall]} follows ${ids[fall - 1]}`);
        return `1 to ${ids.at(-1)}`;
      },
    },
    {
      number: 45,
      words: 'The frame id of the header is that of video_metadata',
      source: 'streamvision/webrtc_worker/webrtc.py:478-507',
      check: async (context) => {
        const messages = await streamed(context);
        const odd = messages.find((each) => metadataOf(each).frame_id !== each.frameId);
        expect(!odd, `${odd?.frameId} in the header, ${show(odd && metadataOf(odd).frame_id)} inside`);
        return `${messages.length} messages`;
      },
    },
    {
      number: 46,
      words: 'A payload that begins with 1f 8b inflates to a JSON object, any other is one',
      source: `${GZIP}; inference_sdk/webrtc/session.py:1204-1210`,
      check: async (context) => {
        const messages = [...(await streamed(context)), ...(await context.once(nullOutput))];
        const odd = messages.find(({ problem }) => problem !== null);
        expect(!odd, `frame ${odd?.frameId}: ${odd?.problem}`);
        return `${messages.length} messages`;
      },
    },
    {
      number: 47,
      words: 'Data is gzipped, in full and by name',
      source: GZIP,
      optional: 'gzip',
      check: async (context) => {
        const data = await dataMessages(context);
        if (!data.some(({ zipped }) => zipped)) throw new NotOffered('all of it is plain');
        const plain = data.filter(({ zipped }) => !zipped).length;
        expect(plain === 0, `${plain} of ${data.length} are plain`);
        return `${data.length} messages, ${bytesOf(data)} bytes`;
      },
    },
    {
      number: 48,
      words: 'A server that gzips does so always, one that does not never',
      source: GZIP,
      check: async (context) => {
        const data = await dataMessages(context);
        const zipped = data.filter((each) => each.zipped).length;
        expect(zipped === 0 || zipped === data.length, `${zipped} of ${data.length} are gzipped`);
        return zipped > 0 ? 'always' : 'never';
      },
    },
    {
      number: 49,
      words: 'Messages without data are plain JSON',
      source: 'streamvision/webrtc_worker/webrtc.py:499-509',
      check: async (context) => {
        const messages = await context.once(nullOutput);
        const zipped = messages.filter((each) => each.zipped).length;
        expect(zipped === 0, `${zipped} of ${messages.length} are gzipped`);
        return `${messages.length} messages`;
      },
    },
    {
      number: 50,
      words: 'A result of more than 48 KiB comes in several chunks',
      source: 'streamvision/webrtc_worker/webrtc.py:167-187',
      optional: 'images',
      check: async (context) => {
        const chunks = await context.once(imageChunks);
        const most = Math.max(...chunks.map(({ header }) => header?.total ?? 0));
        expect(most > 1, `the largest of ${chunks.length} says ${most} chunks`);
        inOrder(chunks);
        return `${most} chunks, ${sized(chunks)}`;
      },
    },
  ],
};

async function chunksOf(context: Context): Promise<Chunk[]> {
  const { chunks } = (await context.once(allOutputs)).peer.collector;
  expect(chunks.length > 0, 'no data-channel message in 15 s');
  return chunks;
}

async function dataMessages(context: Context): Promise<Message[]> {
  const all = [...(await streamed(context)), ...(await context.once(oneOutput))];
  return all.filter((each) => outputsOf(each) !== null || each.json === null);
}

function bytesOf(messages: Message[]): number {
  return messages.reduce((sum, { payload }) => sum + payload.length, 0);
}

/** @returns what was seen; the last frame may have been cut off by the hang-up. */
function inOrder(chunks: Chunk[]): string {
  chunks.forEach(({ header }, at) => {
    const before = chunks[at - 1]?.header;
    const goesOn = before && before.index + 1 < before.total;
    const wanted = goesOn ? before.index + 1 : 0;
    const isOwn = !goesOn || header?.frameId === before.frameId;
    expect(header?.index === wanted && isOwn, `${show(header)} after ${show(before)}`);
  });
  return `${chunks.length} chunks`;
}

function sized(chunks: Chunk[]): string {
  const odd = chunks.find(({ header, bytes }) => {
    const body = bytes.length - HEADER_BYTES;
    return header && header.index + 1 < header.total ? body !== CHUNK_BYTES : body > CHUNK_BYTES;
  });
  expect(!odd, `${show(odd?.header)} with ${(odd?.bytes.length ?? 0) - HEADER_BYTES} bytes`);
  return `largest ${Math.max(...chunks.map(({ bytes }) => bytes.length)) - HEADER_BYTES} bytes`;
}

/** A copy of each noisy frame, by name: a JPEG far above one chunk. */
async function imageChunks(context: Context): Promise<Chunk[]> {
  const { peer } = await context.connectOrLack({
    workflow_configuration: inline(WITH_PICTURE),
    data_output: [PICTURE],
  });
  const noisy = createScene({ width: 1280, height: 960, noise: 100 });
  peer.film(() => noisy, 3);
  await peer.until(() => peer.messages.length >= 1, context.ms(EFFECT_MS * 2));
  context.hangUp(peer);
  return peer.collector.chunks;
}
