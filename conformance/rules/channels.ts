/** Which data channel carries results. */

import type { Peer } from '../client/peer';
import type { Context } from '../context';
import type { Group } from '../rule';
import { EFFECT_MS, LABEL, running, streamed } from '../sessions';
import { expect, NotOffered, show } from '../verdict';

const CHANNELS = 'streamvision/webrtc_worker/webrtc.py:1319-1439';

export const channels: Group = {
  title: 'Data channels',
  rules: [
    {
      number: 80,
      words: 'Results come on a channel of any label',
      source: CHANNELS,
      check: async (context) => {
        const messages = await streamed(context);
        return `${messages.length} messages on "${LABEL}"`;
      },
    },
    {
      number: 81,
      words: 'The channel that was opened last gets the results',
      source: CHANNELS,
      check: async (context) => {
        const peer = await running(context);
        peer.openChannel('second');
        const moved = await peer.next(({ label }) => label === 'second', context.ms(EFFECT_MS));
        const from = peer.messages.length;
        await peer.until(() => peer.messages.length >= from + 3, context.ms(EFFECT_MS));
        context.hangUp(peer);
        expect(moved, 'nothing came on the second channel in 6 s');
        const labels = [...new Set(peer.messages.slice(from).map(({ label }) => label))];
        expect(show(labels) === show(['second']), `afterwards on ${show(labels)}`);
        return `moved at frame ${moved.frameId}`;
      },
    },
    {
      number: 82,
      words: 'A channel labelled video_upload never gets results',
      source: 'streamvision/webrtc_worker/webrtc.py:1323-1396',
      check: async (context) => {
        const peer = await running(context);
        await uploadOf(context, peer);
        const from = peer.messages.length;
        const flows = await peer.until(() => peer.messages.length >= from + 4, context.ms(EFFECT_MS));
        context.hangUp(peer);
        const labels = [...new Set(peer.messages.slice(from).map(({ label }) => label))];
        expect(flows && show(labels) === show(['conformance']), `results on ${show(labels)}`);
        return `${peer.messages.length - from} messages on the other one`;
      },
    },
    {
      number: 83,
      words: 'A message of one byte on video_upload is sent back',
      source: 'streamvision/webrtc_worker/webrtc.py:1334-1337',
      optional: 'ping',
      check: async (context) => {
        const { peer } = await context.connect();
        const upload = await uploadOf(context, peer);
        upload.send(new Uint8Array([7]));
        const { chunks } = peer.collector;
        const isPing = () =>
          chunks.some(({ label, bytes }) => label === 'video_upload' && bytes.length === 1);
        const echoed = await peer.until(isPing, context.ms(EFFECT_MS / 3));
        context.hangUp(peer);
        if (!echoed) throw new NotOffered('no echo in 2 s');
        return 'echoed';
      },
    },
    {
      number: 127,
      words: 'Part of a video file on video_upload does a running stream no harm',
      source: 'streamvision/webrtc_worker/webrtc.py:1339-1345; sources/file.py',
      check: async (context) => {
        const peer = await running(context);
        const upload = await uploadOf(context, peer);
        // The first of two chunks: 32-bit index and count, then bytes.
        upload.send(new Uint8Array([0, 0, 0, 0, 2, 0, 0, 0, 1, 2, 3, 4]));
        const from = peer.messages.length;
        const flows = await peer.until(() => peer.messages.length >= from + 6, context.ms(EFFECT_MS));
        const word = peer.messages.slice(from).find(({ json }) => show(json?.errors) !== '[]');
        context.hangUp(peer);
        expect(flows, `${peer.messages.length - from} messages in 6 s after it`);
        return `${peer.messages.length - from} messages after it${word ? `, one with ${show(word.json?.errors, 60)}` : ''}`;
      },
    },
  ],
};

async function uploadOf(context: Context, peer: Peer): Promise<RTCDataChannel> {
  const upload = peer.openChannel('video_upload');
  await peer.until(() => upload.readyState === 'open', context.ms(EFFECT_MS));
  return upload;
}
