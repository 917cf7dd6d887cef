import { openPeer } from './openPeer';

/**
 * A peer connection that sees the network interfaces as they are now. Chromium keeps the list of interfaces
 * per window, and renews it only when its NetworkChangeNotifier speaks: 2 s after an address changed on
 * Linux, 1 s on Android (measured with Chromium 156: the first relay candidate came after 2.0 to 2.3 s
 * instead of 0.24 s). A new window reads the list afresh, so the peer is made in an empty frame of its own,
 * which goes when the peer is closed and never before: a frame takes its peers along.
 * @throws what the page's own constructor does, where the frame gives no peer.
 */
export function createFreshPeer(configuration: RTCConfiguration): RTCPeerConnection {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  document.documentElement.append(frame);
  const pc = peerOf(frame, configuration);
  if (!pc) {
    frame.remove();
    return openPeer(RTCPeerConnection, configuration);
  }
  const close = pc.close.bind(pc);
  pc.close = () => {
    close();
    frame.remove();
  };
  return pc;
}

/**
 * @returns null where the frame has no peers, or refuses one: what blocks them need not be the same in every
 * frame.
 */
function peerOf(frame: HTMLIFrameElement, configuration: RTCConfiguration): RTCPeerConnection | null {
  const Peer = (frame.contentWindow as (Window & typeof globalThis) | null)?.RTCPeerConnection;
  try {
    return Peer ? openPeer(Peer, configuration) : null;
  } catch {
    return null;
  }
}
