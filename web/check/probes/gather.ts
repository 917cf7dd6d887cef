/** A peer that only gathers: what its candidates and their errors say of one list of servers. */
import { isFromServer } from '../../session/dial/gathering';
import { childScope, type Scope } from '../../time/scope';

export type CreatePeer = (configuration: RTCConfiguration) => RTCPeerConnection;

export type Gathering = {
  candidates: RTCIceCandidate[];
  /** Codes of `icecandidateerror` (W3C webrtc §4.8.2). */
  errors: number[];
  complete: boolean;
  /** When the first error came, ms after the watch began; null before. */
  failedAfterMs: number | null;
  /** What failed had time to be made good by another interface: a phone's IPv6 may be dead, its IPv4 not. */
  settled: boolean;
};

/** From the first error on; a further address of the same server is tried at once. */
const SETTLE_MS = 700;

export const NOTHING_SEEN: Gathering = {
  candidates: [],
  errors: [],
  complete: false,
  failedAfterMs: null,
  settled: false,
};

/** A peer that is closed when the scope ends, whatever comes. @throws what the browser's constructor does. */
export function probePeer(create: CreatePeer, configuration: RTCConfiguration, { signal }: Scope) {
  signal.throwIfAborted();
  const pc = create(configuration);
  signal.addEventListener('abort', () => pc.close(), { once: true });
  return pc;
}

/**
 * Follows what a peer gathers, from before it begins. Resolves with the first outcome that `judge` gives, or
 * with `late` after `ms`.
 */
export function watchGathering<Outcome>(
  pc: RTCPeerConnection,
  judge: (seen: Gathering) => Outcome | null,
  { ms, late }: { ms: number; late: Outcome },
  parent: Scope,
): Promise<Outcome> {
  const scope = childScope(parent);
  const seen: Gathering = { ...NOTHING_SEEN, candidates: [], errors: [] };
  const fromMs = scope.clock.now();
  const listening = { signal: scope.signal };
  return new Promise((resolve) => {
    const finish = (outcome: Outcome) => {
      scope.end();
      resolve(outcome);
    };
    const look = () => {
      const outcome = judge(seen);
      if (outcome !== null) finish(outcome);
    };
    const settle = () => {
      seen.settled = true;
      look();
    };
    pc.addEventListener(
      'icecandidate',
      ({ candidate }) => {
        if (candidate?.candidate) seen.candidates.push(candidate);
        look();
      },
      listening,
    );
    pc.addEventListener(
      'icecandidateerror',
      ({ errorCode }) => {
        seen.errors.push(errorCode);
        if (seen.failedAfterMs === null) {
          seen.failedAfterMs = scope.clock.now() - fromMs;
          scope.clock.after(SETTLE_MS, settle, scope.signal);
        }
        look();
      },
      listening,
    );
    pc.addEventListener(
      'icegatheringstatechange',
      () => {
        seen.complete = pc.iceGatheringState === 'complete';
        if (seen.complete) settle();
      },
      listening,
    );
    scope.clock.after(ms, () => finish(late), scope.signal);
  });
}

export const wasRefused = ({ errors }: Gathering) => errors.some(isFromServer);
