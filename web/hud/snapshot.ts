/** What a peer's own counters say at one moment (W3C webrtc-stats). Of any browser: what it does not tell is null. */
import { type Route, readPath } from '../session/dial/route';

type Entry = Readonly<Record<string, unknown>>;

/** Counters since the peer began; `atMs` by the clock of the report. */
export type Snapshot = {
  atMs: number;
  route: Route | null;
  /** Bytes of the whole path, both ways, without the headers of UDP, IP and TURN. */
  sent: number | null;
  received: number | null;
  /** RTP packets of the camera's picture, and how many of them the worker missed. */
  packets: number | null;
  lost: number | null;
  frames: number | null;
  /** Of the picture that is sent, px. */
  width: number | null;
  height: number | null;
};

type Report = Iterable<[string, Entry]> & { get(id: string): Entry | undefined };

/**
 * A browser makes an object of each entry that is looked at, and a report has some sixty: once it is known which
 * ones count, only those are asked for. @returns a reader of one peer's reports
 */
export function snapshotReader(): (report: Report, iceServers?: readonly RTCIceServer[]) => Snapshot | null {
  let known: string[] = [];
  return (report, iceServers) => {
    const few = wanted(report, known);
    if (few) return readSnapshot(few, iceServers);
    const all = [...report];
    known = all.filter(([, entry]) => COUNTED.has(String(entry.type))).map(([id]) => id);
    return readSnapshot(all, iceServers);
  };
}

const COUNTED = new Set(['transport', 'outbound-rtp', 'remote-inbound-rtp']);

/** @returns null where one is missing, or where no transport names its pair (Firefox): then all are looked at */
function wanted(report: Report, known: readonly string[]): [string, Entry][] | null {
  const look = (id: unknown) => [String(id), report.get(String(id))] as const;
  const counted = known.map(look);
  const pairId = counted.map(([, entry]) => entry?.selectedCandidatePairId).find((id) => id !== undefined);
  if (pairId === undefined || counted.length < COUNTED.size) return null;
  const pair = look(pairId);
  const ends = [look(pair[1]?.localCandidateId), look(pair[1]?.remoteCandidateId)];
  const found = [...counted, pair, ...ends];
  return found.every(([, entry]) => entry) ? (found as [string, Entry][]) : null;
}

/** @returns null for a report that has no time, so that nothing could be said of it */
export function readSnapshot(
  report: Iterable<[string, Entry]>,
  iceServers: readonly RTCIceServer[] = [],
): Snapshot | null {
  const entries = [...report] as [string, Entry & { id: string; type: string }][];
  const all = entries.map(([, entry]) => entry);
  const video = all.filter(({ kind, mediaType }) => (kind ?? mediaType) === 'video');
  const out = video.find(({ type }) => type === 'outbound-rtp');
  const told = video.find(({ type }) => type === 'remote-inbound-rtp');
  const path = readPath(entries, iceServers);
  const atMs = number(out?.timestamp) ?? number(all[0]?.timestamp);
  if (atMs === null) return null;
  return {
    atMs,
    route: path?.route ?? null,
    sent: path?.counted?.sent ?? null,
    received: path?.counted?.received ?? null,
    packets: number(out?.packetsSent),
    lost: number(told?.packetsLost),
    // Safari 17 counts what it encodes alone.
    frames: number(out?.framesSent) ?? number(out?.framesEncoded),
    width: number(out?.frameWidth),
    height: number(out?.frameHeight),
  };
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
