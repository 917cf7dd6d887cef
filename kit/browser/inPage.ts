/** What the tests ask a page of any browser: it runs in the page, where nothing of this module's is. */
import type { Box } from '../scenes/scenes';

/** A box as the overlay says it drew it: CSS px, origin at the canvas' top left. */
export type ReportedBox = Box & { class: string; text: string | null };

/** What the overlay drew last. */
export function boxes(): ReportedBox[] {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=overlay]');
  return JSON.parse(canvas?.dataset.boxes ?? '[]');
}

/** The number in the picture that the viewfinder shows (`BITS`), and when, ms since 1970. */
export function frameShown({ count, side }: { count: number; side: number }): {
  frame: number;
  atMs: number;
} {
  const video = document.querySelector('video') as HTMLVideoElement;
  const canvas = Object.assign(document.createElement('canvas'), { width: count, height: 1 });
  const brush = canvas.getContext('2d') as CanvasRenderingContext2D;
  brush.drawImage(video, side / 4, side / 2, count * side, 1, 0, 0, count, 1);
  const atMs = Date.now();
  const { data } = brush.getImageData(0, 0, count, 1);
  const bits = Array.from({ length: count }, (_, bit) => ((data[bit * 4] as number) > 128 ? 1 << bit : 0));
  return { frame: bits.reduce((a, b) => a + b, 0), atMs };
}

/** Peer connections that are not closed. */
export function openPeers(): number {
  return window.__instruments.peers.length;
}

/** Those that have an answer. */
export function answeredPeers(): number {
  return window.__instruments.peers.filter((peer) => peer.remoteDescription !== null).length;
}

export function peersEver(): number {
  return window.__instruments.peersMade;
}

export function kernels(): number {
  return window.__instruments.kernels;
}

export function liveTracks(): number {
  return window.__instruments.tracks.filter((track) => track.readyState === 'live').length;
}

export function cameraCalls(): number {
  return window.__instruments.cameraCalls;
}

/** The selected candidate pair of a peer, from `getStats`. Firefox (153) tells no `url`. */
export type Path = {
  candidateType: string;
  relayProtocol?: string;
  url?: string;
  protocol: string;
  state: string;
  /** Of the last check, ms. */
  rttMs: number | null;
};

/** The paths of all connected peers, oldest first: one, but for the moment of a handover. */
export async function paths(): Promise<Path[]> {
  const connected = window.__instruments.peers.filter((peer) => peer.connectionState === 'connected');
  const reports = await Promise.all(connected.map((peer) => peer.getStats()));
  return reports.flatMap((report) => {
    const stats = [...report.values()];
    // Firefox marks the pair, Chromium names it in the transport.
    const id = stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
    const pair = report.get(id) ?? stats.find(({ type, selected }) => type === 'candidate-pair' && selected);
    const local = pair && report.get(pair.localCandidateId);
    if (!local) return [];
    const { candidateType, relayProtocol, url, protocol } = local;
    const seconds = pair.currentRoundTripTime;
    const rttMs = seconds === undefined ? null : Math.round(seconds * 1000);
    return [{ candidateType, relayProtocol, url, protocol, state: pair.state, rttMs }];
  });
}

/** What the peers have received so far: frames' bytes back, and all bytes of their transports. */
export async function received(): Promise<{ video: number; transport: number }> {
  const reports = await Promise.all(window.__instruments.peers.map((peer) => peer.getStats()));
  const stats = reports.flatMap((report) => [...report.values()]);
  const sum = (fits: (entry: RTCStats & { kind?: string }) => boolean) =>
    stats.filter(fits).reduce((total, { bytesReceived = 0 }) => total + bytesReceived, 0);
  const video = sum(({ type, kind }) => type === 'inbound-rtp' && kind === 'video');
  const transports = sum(({ type }) => type === 'transport');
  return { video, transport: transports || sum(({ type }) => type === 'candidate-pair') };
}

/** How many frames the workflow's own picture shows within so long (ms); none where it is not there. */
export function pictureFrames(ms: number): Promise<number> {
  const video = document.querySelector<HTMLVideoElement>('[data-testid=picture]');
  let frames = 0;
  const count = () => {
    frames += 1;
    video?.requestVideoFrameCallback(count);
  };
  video?.requestVideoFrameCallback(count);
  return new Promise((resolve) => setTimeout(() => resolve(frames), ms));
}

/** Sent and received, as the screen says; null where it says nothing. */
export function meter(): { sent: number; received: number } | null {
  const { sent, received } = document.querySelector<HTMLElement>('[data-testid=meter]')?.dataset ?? {};
  return sent === undefined ? null : { sent: Number(sent), received: Number(received) };
}

/** Paths of all that the service worker's caches hold. */
export async function cachedPaths(): Promise<string[]> {
  const names = await caches.keys();
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().map(({ url }) => new URL(url).pathname);
}
