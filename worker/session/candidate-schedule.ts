/**
 * When libwebrtc is told of an offer's candidates, so that its first useful check towards the client's relay
 * comes at the right moment.
 *
 * There is such a moment because two other things have to meet it. Before it, the client has no permission
 * for us at its relay (RFC 8656 §9), and what we send is dropped. After it, the client's DTLS ClientHello is
 * here: in two fragments, since it has keys of ML-KEM, of which libwebrtc keeps one where its own check was
 * not answered yet (dtls_transport.cc `CacheClientHello`), and the client repeats them after two round trips.
 * Left to itself libwebrtc sends a check every 48 ms, first to what comes first; whether it hits is luck.
 *
 * An offer tells by its decoys what the round trip is. One without decoys is taken as it is.
 */
import { roundTripFrom, withoutDecoys } from '../../protocol/decoys';

type Step = { afterMs: number; candidates: RTCIceCandidateInit[] };
/** `steps` count from the moment at which the answer leaves. */
export type Schedule = { sdp: string; steps: Step[] };

/**
 * libwebrtc's pace while it has no working pair (`WEAK_PING_INTERVAL` of its ice_controller is 48, and its
 * timers take half a ms more). What was never checked comes before what was.
 */
const PACE_MS = 48.6;
/**
 * Measured at 80 ms in the lab: the permission is there some 15 ms after a round trip, the ClientHello 145,
 * and a check takes 80 to be answered. This is the middle of that, less what a count of decoys rounds up.
 */
const AFTER_ROUND_TRIP_MS = 28;

/** Null for an offer that has no decoys, or no relay. */
export function scheduleFor(offer: string): Schedule | null {
  const roundTripMs = roundTripFrom(offer);
  if (roundTripMs === null) return null;
  const { sdp, candidates } = takeCandidates(withoutDecoys(offer));
  const relay = candidates.find(({ type }) => type === 'relay');
  if (!relay) return null;
  // Of the direct ones that which our own NAT is in the way of, where there is one.
  const direct =
    candidates.find(({ type }) => type === 'srflx') ?? candidates.find(({ type }) => type === 'host');
  const rest = candidates.filter((each) => each !== relay && each !== direct);
  const atMs = Math.max(roundTripMs + AFTER_ROUND_TRIP_MS, PACE_MS);
  const steps = [
    // Checks go every PACE_MS from the first on, so this sets when the relay's turn is.
    { afterMs: atMs % PACE_MS, given: [direct] },
    { afterMs: direct ? atMs - PACE_MS / 2 : atMs, given: [relay] },
    { afterMs: atMs + PACE_MS / 2, given: rest },
  ].map(({ afterMs, given }) => ({ afterMs, candidates: given.flatMap((each) => each?.init ?? []) }));
  return { sdp, steps };
}

/** To be called when the answer leaves. */
export function giveCandidates(peer: RTCPeerConnection, steps: readonly Step[]): void {
  for (const { afterMs, candidates } of steps) {
    setTimeout(() => {
      if (peer.signalingState === 'closed') return;
      for (const each of candidates) void peer.addIceCandidate(each).catch(() => {});
    }, afterMs).unref();
  }
}

type Taken = { type: string; priority: number; init: RTCIceCandidateInit };

/** What libwebrtc would refuse stays, so that it does. @returns the candidates, the most preferred first. */
function takeCandidates(offer: string): { sdp: string; candidates: Taken[] } {
  const candidates: Taken[] = [];
  let sdpMLineIndex = -1;
  const isKept = (line: string) => {
    if (line.startsWith('m=')) sdpMLineIndex += 1;
    const [, candidate, priority, port, type = ''] =
      /^a=(candidate:\S+ \d+ udp (\d+) \S+ (\d+) typ (\w+).*?)\r?\n$/i.exec(line) ?? [];
    if (!candidate || Number(port) > 65_535) return true;
    candidates.push({ type, priority: Number(priority), init: { candidate, sdpMLineIndex } });
    return false;
  };
  const lines = offer.split(/(?<=\n)/).filter(isKept);
  candidates.sort((one, other) => other.priority - one.priority);
  return { sdp: lines.join(''), candidates };
}
