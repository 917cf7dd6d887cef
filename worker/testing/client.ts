/** A client of the worker for its tests: a libwebrtc peer that sends a drawn picture as its camera. */
import wrtc from '@roamhq/wrtc';
import { HEADER_BYTES, Reassembler } from '../../protocol/framing';
import { decodeMessage, type WorkerMessage } from '../../protocol/result';
import type { InitialiseRequest } from '../../protocol/worker';
import { type Scene, toI420 } from './scene';

export type Received = {
  frameId: number;
  message: WorkerMessage;
  /** Whether the payload began with gzip's 1f 8b. */
  zipped: boolean;
  atMs: number;
};

type VideoSource = {
  createTrack(): MediaStreamTrack;
  onFrame(frame: { width: number; height: number; data: Uint8Array }): void;
};

const NAMED_WORKFLOW = {
  type: 'WorkflowConfiguration',
  workspace_name: 'any',
  workflow_id: 'codes',
} as const;

export function requestFor(sdp: string, changes: Partial<InitialiseRequest> = {}): InitialiseRequest {
  return {
    api_key: 'local',
    workflow_configuration: NAMED_WORKFLOW,
    webrtc_offer: { type: 'offer', sdp },
    data_output: ['*'],
    stream_output: [],
    ...changes,
  };
}

/**
 * Changes to the SDP on its way: what the worker is told that this peer offers, and what this peer is told of
 * the answer.
 */
export type Bend = { offer?: (sdp: string) => string; answer?: (sdp: string) => string };

export class TestClient {
  readonly received: Received[] = [];
  readonly peer = new wrtc.RTCPeerConnection({ iceServers: [] });
  readonly channel: RTCDataChannel;
  private readonly source = new wrtc.nonstandard.RTCVideoSource() as unknown as VideoSource;
  private readonly track = this.source.createTrack();
  private readonly chunks = new Reassembler();
  private camera: NodeJS.Timeout | undefined;
  private readonly watchers = new Set<() => void>();

  constructor(label = 'inference') {
    this.channel = this.peer.createDataChannel(label, { ordered: true });
    this.peer.addTrack(this.track);
    this.channel.binaryType = 'arraybuffer';
    this.channel.onmessage = ({ data }) => this.onMessage(new Uint8Array(data as ArrayBuffer));
  }

  /** A complete offer: this peer does not trickle. */
  async offer(): Promise<string> {
    await this.peer.setLocalDescription(await this.peer.createOffer());
    while (this.peer.iceGatheringState !== 'complete') await pause(10);
    return this.peer.localDescription?.sdp ?? '';
  }

  async dial(url: string, changes: Partial<InitialiseRequest> = {}, bend: Bend = {}): Promise<this> {
    const offered = await this.offer();
    const request = requestFor(bend.offer?.(offered) ?? offered, changes);
    const response = await post(`${url}/initialise_webrtc_worker`, request);
    const body = (await response.json()) as { sdp: string };
    if (!response.ok) throw new Error(`The worker answered ${response.status}: ${JSON.stringify(body)}`);
    await this.peer.setRemoteDescription({ type: 'answer', sdp: bend.answer?.(body.sdp) ?? body.sdp });
    return this;
  }

  /** Sends what `next` draws, `fps` times a second. */
  film(next: () => Scene, fps = 15): void {
    clearInterval(this.camera);
    this.camera = setInterval(() => {
      const scene = next();
      this.source.onFrame({ width: scene.width, height: scene.height, data: toI420(scene) });
    }, 1000 / fps);
  }

  /** Sends one picture: I420, of any size, odd ones too. */
  shoot(width: number, height: number, data: Uint8Array): void {
    this.source.onFrame({ width, height, data });
  }

  stopFilming(): void {
    clearInterval(this.camera);
  }

  /** @returns the first received message, from the `from`th on, that fits. @throws after 15 s. */
  async until(fits: (one: Received) => boolean, from = 0): Promise<Received> {
    const deadline = setTimeout(() => this.wakeAll(), 15_000);
    const start = performance.now();
    try {
      for (;;) {
        const found = this.received.slice(from).find(fits);
        if (found) return found;
        if (performance.now() - start >= 15_000) throw new Error('The awaited message did not come in 15 s.');
        await new Promise<void>((resolve) => this.watchers.add(resolve));
      }
    } finally {
      clearTimeout(deadline);
    }
  }

  close(): void {
    clearInterval(this.camera);
    this.track.stop();
    this.peer.close();
  }

  private onMessage(bytes: Uint8Array): void {
    const whole = this.chunks.push(bytes);
    if (!whole) return;
    const zipped = bytes[HEADER_BYTES] === 0x1f && bytes[HEADER_BYTES + 1] === 0x8b;
    const message = decodeMessage(whole.payload);
    this.received.push({ frameId: whole.frameId, message, zipped, atMs: performance.now() });
    this.wakeAll();
  }

  private wakeAll(): void {
    for (const wake of this.watchers) wake();
    this.watchers.clear();
  }
}

export function post(url: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...init,
  });
}

/** One value of `GET /metrics`. */
export async function readMetric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
}

export async function untilMetric(url: string, name: string, value: number): Promise<void> {
  const start = performance.now();
  let seen = await readMetric(url, name);
  while (seen !== value) {
    if (performance.now() - start > 10_000)
      throw new Error(`${name} is ${seen} and not ${value} after 10 s.`);
    await pause(50);
    seen = await readMetric(url, name);
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
