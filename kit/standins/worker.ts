/** A worker that answers offers as a real one does and sends over its channel whatever it is told to. */
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import wrtc from '@roamhq/wrtc';
import { frameChunks } from '../../protocol/framing';
import type { InitialiseRequest } from '../../protocol/worker';
import { answerOffer } from '../../worker/session/answer';
import { listen, shut } from './upstream';

export type WorkerStandin = {
  url: string;
  /** How often a session was asked for. */
  dials(): number;
  /** Until the last one that dialled has its channel open. */
  connected(): Promise<void>;
  /** One message of the channel: bytes, or text. */
  send(message: Uint8Array<ArrayBuffer> | string): Promise<void>;
  /** Sends a frame's message, `next` of its number, so many times a second, until told otherwise; null: none. */
  film(next: ((frame: number) => FrameMessage) | null, fps?: number): void;
  close(): Promise<void>;
};

/** What a test says of a frame; the rest of the message is as for a picture of 640 × 480. */
type FrameMessage = { outputs: Record<string, unknown> | null; errors?: string[] };

/** More than this on its way, and the page would be measured by how fast it swallows. */
const MOST_BUFFERED_BYTES = 256 * 1024;

export async function startWorkerStandin(): Promise<WorkerStandin> {
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
  let frames = 0;
  let filming: NodeJS.Timeout | undefined;
  const film: WorkerStandin['film'] = (next, fps = 30) => {
    clearInterval(filming);
    if (!next) return;
    filming = setInterval(() => {
      if (!isOpen()) return;
      frames += 1;
      for (const chunk of frameChunks(frames, encode(frames, next(frames)))) channel?.send(chunk);
    }, 1000 / fps);
  };
  return {
    url: await listen(server, 0),
    dials: () => peers.length,
    film,
    connected: () => until(isOpen, 'The page opened no channel.'),
    async send(message) {
      await until(() => (channel?.bufferedAmount ?? 0) < MOST_BUFFERED_BYTES, 'The page takes nothing more.');
      if (!isOpen()) throw new Error('The page closed its channel.');
      if (typeof message === 'string') channel?.send(message);
      else channel?.send(message);
    },
    async close() {
      clearInterval(filming);
      for (const peer of peers) peer.close();
      await shut(server);
    },
  };
}

/** As inference 1.8.3 writes it (protocol/result.ts), without gzip. */
function encode(frame_id: number, { outputs, errors = [] }: FrameMessage): Uint8Array {
  const message = {
    serialized_output_data: outputs,
    video_metadata: { frame_id, received_at: '', pts: frame_id, time_base: null, width: 640, height: 480 },
    errors,
    processing_complete: false,
    termination_reason: null,
  };
  return new TextEncoder().encode(JSON.stringify(message));
}

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const endMs = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
