/** What the browser's statistics say of what is sent (W3C webrtc-stats). */
import { type PathStats, type Route, readPath } from '../dial/route';
import type { Reading } from './controller';

type Entry = { id: string; type: string } & Record<string, unknown>;

/** What no counter of a browser's counts (bytes a packet): IPv4 and UDP or TCP, TURN's header, a TLS record. */
const AROUND: Record<Route['kind'], Record<Route['transport'], number>> = {
  direct: { UDP: 28, TCP: 52, TLS: 81 },
  relay: { UDP: 32, TCP: 56, TLS: 85 },
};

/** Counts that the next reading is held against. */
export type Waited = { delayMs: number; packets: number };
export type Read = { reading: Omit<Reading, 'atMs' | 'framesAnswered'>; waited: Waited };

/** @returns null where the browser does not count yet what is sent */
export function readSending(report: Iterable<[string, Entry]>, before: Waited | null): Read | null {
  const stats = new Map(report);
  const path = readPath(stats);
  const video = [...stats.values()].find(({ type, kind }) => type === 'outbound-rtp' && kind === 'video');
  const bytes = path && wireBytes(path, stats);
  if (!path || !video || bytes === null) return null;
  const counted = (name: string) => numberOf(video[name]) ?? 0;
  const far = typeof video.remoteId === 'string' ? stats.get(video.remoteId) : undefined;
  const waited = {
    delayMs: 1_000 * counted('totalPacketSendDelay'),
    packets: counted('packetsSent'),
  };
  return {
    reading: {
      bytes,
      mediaBytes: Math.max(0, counted('bytesSent') - counted('retransmittedBytesSent')),
      framesSent: counted('framesSent') || counted('framesEncoded'),
      lostShare: numberOf(far?.fractionLost),
      waitMs: before && meanWait(before, waited),
      availableBps: estimate(stats),
    },
    waited,
  };
}

function wireBytes({ route, counted }: PathStats, stats: Map<string, Entry>): number | null {
  const sent = numberOf(counted?.sent);
  if (!counted || sent === null) return null;
  const packets = numberOf(stats.get(counted.source)?.packetsSent) ?? 0;
  return sent + packets * AROUND[route.kind][route.transport];
}

function meanWait(before: Waited, now: Waited): number | null {
  const packets = now.packets - before.packets;
  return packets > 0 ? Math.max(0, now.delayMs - before.delayMs) / packets : null;
}

/** Only pairs in use have one. */
function estimate(stats: Map<string, Entry>): number | null {
  const found = [...stats.values()].map((entry) => numberOf(entry.availableOutgoingBitrate));
  return found.find((bps) => bps !== null && bps > 0) ?? null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER ? value : null;
}
