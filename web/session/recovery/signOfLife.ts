/**
 * A sign of life of the network that does not go through the browser's connection pool. What HTTP sends into
 * an outage spoils the pool for the time after it: Chromium keeps the connection attempts of aborted requests
 * and hands them to the next ones (net/socket/transport_client_socket_pool.cc, unassigned jobs), and their
 * SYNs wait out TCP's growing pauses, 8 s and more after 20 s of outage (measured with Chromium 156: 2.3 to
 * 5.1 s until a request got through). A fresh peer has fresh sockets, and its STUN and TURN requests go out
 * at 0, 250 and 750 ms.
 */
import { childScope, type Scope } from '../../time/scope';
import { isFromServer } from '../dial/gathering';
import type { PeerFactory } from '../dial/prepared';

/**
 * A SYN that is lost just before the network returns is sent again only after 1 s, so the next peer comes
 * sooner.
 */
const TRY_EVERY_MS = 600;
/** An outage that has lasted for so long ends in no hurry, and the phone's battery counts. */
const HURRY_TRIES = 50;
const LATER_EVERY_MS = 1_500;
/** TCP, TLS and TURN's two round trips at 250 ms each. */
const TRY_LIFE_MS = 1_500;

/**
 * Resolves when a server of the list has answered, be it by a refusal. @throws the scope's reason once it
 * ends.
 */
export function signOfLife(
  createPeer: PeerFactory,
  configuration: RTCConfiguration,
  parent: Scope,
): Promise<void> {
  const scope = childScope(parent);
  return new Promise<void>((resolve, reject) => {
    const over = () => reject(parent.signal.reason);
    scope.signal.addEventListener('abort', over, { once: true });
    if (scope.signal.aborted) return over();
    let tries = 0;
    const next = () => {
      try {
        tryOnce(createPeer, configuration, scope, resolve);
      } catch {
        // No peer can be made just now (Chromium has 500 a page at most): requests alone must tell.
      }
      tries += 1;
      scope.clock.after(tries < HURRY_TRIES ? TRY_EVERY_MS : LATER_EVERY_MS, next, scope.signal);
    };
    next();
  }).finally(() => scope.end());
}

/** One peer, which lives until it has seen something or its time is over. */
function tryOnce(
  createPeer: PeerFactory,
  configuration: RTCConfiguration,
  parent: Scope,
  onAnswer: () => void,
): void {
  const pc = createPeer(configuration, false);
  const scope = childScope(parent);
  const listening = { signal: scope.signal };
  scope.signal.addEventListener('abort', () => pc.close(), { once: true });
  scope.clock.after(TRY_LIFE_MS, () => scope.end(), scope.signal);
  pc.addEventListener(
    'icecandidate',
    ({ candidate }) => isServersCandidate(candidate) && onAnswer(),
    listening,
  );
  pc.addEventListener(
    'icecandidateerror',
    ({ errorCode }) => isFromServer(errorCode) && onAnswer(),
    listening,
  );
  pc.createDataChannel('sign');
  pc.setLocalDescription().catch(() => {}); // Closed meanwhile.
}

function isServersCandidate(candidate: RTCIceCandidate | null): boolean {
  return candidate !== null && candidate.type !== null && candidate.type !== 'host';
}
