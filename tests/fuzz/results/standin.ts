/** A worker that answers offers as a real one does and sends over its channel whatever it is told to. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import wrtc from '@roamhq/wrtc';
import { listen, shut } from '../../../kit/standins/upstream';
import type { InitialiseRequest } from '../../../protocol/worker';
import { answerOffer } from '../../../worker/session/answer';

export type Standin = {
  url: string;
  /** How often a session was asked for. */
  dials(): number;
  /** Until the last one that dialled has its channel open. */
  connected(): Promise<void>;
  /** One message of the channel: bytes, or text. */
  send(message: Uint8Array<ArrayBuffer> | string): Promise<void>;
  close(): Promise<void>;
};

/** More than this on its way, and the page would be measured by how fast it swallows. */
const MOST_BUFFERED_BYTES = 256 * 1024;

export async function startStandin(): Promise<Standin> {
  const peers: RTCPeerConnection[] = [];
  let channel: RTCDataChannel | null = null;
  const server = createServer(async (request, response) => {
    const { webrtc_offer } = (await json(request)) as InitialiseRequest;
    const peer = new wrtc.RTCPeerConnection({ iceServers: [] });
    peers.push(peer);
    peer.ondatachannel = (event) => {
      channel = event.channel;
    };
    const sdp = await answerOffer(peer, webrtc_offer, [], new AbortController().signal);
    const answer = {
      status: 'success',
      context: { request_id: null, pipeline_id: null },
      sdp,
      type: 'answer',
    };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
  const isOpen = () => channel?.readyState === 'open';
  return {
    url: await listen(server, 0),
    dials: () => peers.length,
    connected: () => until(isOpen, 'The page opened no channel.'),
    async send(message) {
      await until(() => (channel?.bufferedAmount ?? 0) < MOST_BUFFERED_BYTES, 'The page takes nothing more.');
      if (!isOpen()) throw new Error('The page closed its channel.');
      if (typeof message === 'string') channel?.send(message);
      else channel?.send(message);
    },
    async close() {
      for (const peer of peers) peer.close();
      await shut(server);
    },
  };
}

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const endMs = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
