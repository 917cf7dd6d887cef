/** A worker that answers offers as a real one does and sends over its channel whatever it is told to. */
import { createServer, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import wrtc from '@roamhq/wrtc';
import { frameChunks } from '../../protocol/framing';
import type { InitialiseRequest } from '../../protocol/worker';
import { answerOffer } from '../../worker/session/answer';
import { listen, shut } from './upstream';

const OFFER_PATH = '/initialise_webrtc_worker';

export type ResultWorker = {
  url: string;
  /** How often a session was asked for. */
  dials(): number;
  /** Until the last one that dialled has its channel open. */
  connected(): Promise<void>;
  /** One message of the channel: bytes, or text. */
  send(message: Uint8Array<ArrayBuffer> | string): Promise<void>;
  /** Sends a frame's message, `next` of its number, so many times a second, until told otherwise; null: none. */
  film(next: ((frame: number) => FrameMessage) | null, fps?: number): void;
  /** What it says to photos from now on, as JSON. */
  answerPhotos(status: number, body: unknown): void;
  /** Hangs up on the last one that dialled. */
  drop(): void;
  close(): Promise<void>;
};

/**
 * What a test says of a frame; the rest of the message is as for a picture of 640 × 480. `fingerprint`: as our own
 * worker writes it (protocol/fingerprint.ts).
 */
type FrameMessage = { outputs: Record<string, unknown> | null; errors?: string[]; fingerprint?: string };

/** A frame's result as the channel carries it, without gzip, as inference 1.8.3 writes it (protocol/result.ts). */
export function resultMessages(
  frameId: number,
  outputs: unknown,
  size = { width: 640, height: 480 },
  errors: string[] = [],
  more: { fingerprint?: string } = {},
): Uint8Array<ArrayBuffer>[] {
  const message = {
    serialized_output_data: outputs,
    video_metadata: {
      frame_id: frameId,
      received_at: '2026-01-01T00:00:00.000000',
      pts: frameId * 3000,
      time_base: 1 / 90_000,
      declared_fps: 30,
      measured_fps: null,
      ...size,
      ...more,
    },
    errors,
    processing_complete: false,
    termination_reason: null,
  };
  return frameChunks(frameId, new TextEncoder().encode(JSON.stringify(message)));
}

/** More than this on its way, and the page would be measured by how fast it swallows. */
const MOST_BUFFERED_BYTES = 256 * 1024;

export async function startResultWorker(): Promise<ResultWorker> {
  const peers: RTCPeerConnection[] = [];
  let channel: RTCDataChannel | null = null;
  let toPhotos = { status: 404, body: {} as unknown };
  const server = createServer(async (request, response) => {
    const asked = await json(request);
    if (request.url !== OFFER_PATH) return write(response, toPhotos.status, toPhotos.body);
    const { webrtc_offer } = asked as InitialiseRequest;
    const peer = new wrtc.RTCPeerConnection({ iceServers: [] });
    peers.push(peer);
    peer.ondatachannel = (event) => {
      channel = event.channel;
    };
    const sdp = await answerOffer(peer, webrtc_offer, [], new AbortController().signal);
    const context = { request_id: null, pipeline_id: null };
    write(response, 200, { status: 'success', context, sdp, type: 'answer' });
  });
  let frames = 0;
  let filming: NodeJS.Timeout | undefined;
  const film: ResultWorker['film'] = (next, fps = 30) => {
    clearInterval(filming);
    if (!next) return;
    filming = setInterval(() => {
      if (!isOpen()) return;
      frames += 1;
      const { outputs, errors, ...more } = next(frames);
      for (const chunk of resultMessages(frames, outputs, undefined, errors, more)) sendIfOpen(chunk);
    }, 1000 / fps);
  };
  const isOpen = () => channel?.readyState === 'open';
  /** The page may close it between the question and the word. */
  const sendIfOpen = (chunk: Uint8Array<ArrayBuffer>) => {
    try {
      if (isOpen()) channel?.send(chunk);
    } catch (error) {
      if (isOpen()) throw error;
    }
  };
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
    film,
    answerPhotos(status, body) {
      toPhotos = { status, body };
    },
    drop: () => peers.at(-1)?.close(),
    async close() {
      clearInterval(filming);
      for (const peer of peers) peer.close();
      await shut(server);
    },
  };
}

function write(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function until(holds: () => boolean, otherwise: string): Promise<void> {
  const endMs = performance.now() + 20_000;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(otherwise);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
