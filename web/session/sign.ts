/**
 * A sign of life of the network that does not go through the browser's connection pool.
 *
 * What HTTP sends into an outage spoils the pool for the time after it: Chromium keeps the connection attempts of aborted
 * requests and hands them to the next ones (net/socket/transport_client_socket_pool.cc, unassigned jobs), and their SYNs
 * wait out TCP's growing pauses, 8 s and more after 20 s of outage (measured with Chromium 156: 2.3 to 5.1 s until a request
 * got through). A fresh peer has fresh sockets, and its STUN and TURN requests go out at 0, 250 and 750 ms.
 */
import type { PeerFactory } from './prepared';
import { childScope, type Scope } from './within';

/** Fresh requests soon again, and long enough for TCP, TLS and TURN's two round trips at 250 ms each. */
const SIGN_LIFE_MS = 1_500;
/** From here on stands the browser's own word that nothing came back (W3C webrtc §4.8.1.3); below, what a server said (RFC 8656 §19). */
const BROWSER_ERRORS_FROM = 700;

/** Resolves when a server of the list has answered, be it by a refusal. @throws the scope's reason once it ends. */
export async function signOfLife(
  createPeer: PeerFactory,
  configuration: RTCConfiguration,
  parent: Scope,
): Promise<void> {
  while (!(await answered(createPeer, configuration, parent))) parent.signal.throwIfAborted();
}

/** One try with one peer. @returns whether a server answered. */
async function answered(
  createPeer: PeerFactory,
  configuration: RTCConfiguration,
  parent: Scope,
): Promise<boolean> {
  parent.signal.throwIfAborted();
  const scope = childScope(parent);
  const pc = createPeer(configuration, false);
  try {
    return await new Promise<boolean>((resolve) => {
      const listening = { signal: scope.signal };
      const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent) =>
        candidate && candidate.type !== 'host' && resolve(true);
      pc.addEventListener('icecandidate', onCandidate, listening);
      pc.addEventListener(
        'icecandidateerror',
        ({ errorCode }) => errorCode < BROWSER_ERRORS_FROM && resolve(true),
        listening,
      );
      scope.signal.addEventListener('abort', () => resolve(false), { once: true });
      scope.clock.after(SIGN_LIFE_MS, () => resolve(false), scope.signal);
      pc.createDataChannel('sign');
      pc.setLocalDescription().catch(() => {}); // Closed meanwhile.
    });
  } finally {
    scope.end();
    pc.close();
  }
}
