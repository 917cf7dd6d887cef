/** What the tests ask a page of any browser: it runs in the page, where nothing of this module's is. */
import type { Box } from '../scenes/scenes';

/** A box as the overlay says it drew it: CSS px, origin at the canvas' top left. */
export type ReportedBox = Box & { class: string; text: string | null };

/** What the overlay drew last. */
export function boxes(): ReportedBox[] {
  const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=overlay]');
  return JSON.parse(canvas?.dataset.boxes ?? '[]');
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
