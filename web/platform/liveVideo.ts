/**
 * Whether this browser sends live video at all (W3C webrtc). Lockdown Mode of iOS and macOS takes
 * RTCPeerConnection away, some builds have none, and extensions and policies leave a constructor that throws
 * or lacks data channels.
 */
type Peer = typeof RTCPeerConnection;

/** @param found what the page has for RTCPeerConnection now: an extension may come later than the page. */
export function canSendLiveVideo(found: unknown = globalThis.RTCPeerConnection): boolean {
  if (typeof found !== 'function') return false;
  const Peer = found as Peer;
  return (isWhole(Peer.prototype) && findsFault(Peer)) || canBeMade(Peer);
}

/**
 * An address without a scheme is a SyntaxError (W3C webrtc §4.4.1.6), and a constructor that looks at
 * addresses works. Nothing is made on the way: a real peer costs some milliseconds at each tap.
 */
function findsFault(Peer: Peer): boolean {
  try {
    new Peer({ iceServers: [{ urls: 'none' }] }).close();
  } catch (thrown) {
    return thrown instanceof DOMException && thrown.name === 'SyntaxError';
  }
  return false;
}

/** The last word: no browser is turned away that makes a peer. */
function canBeMade(Peer: Peer): boolean {
  try {
    const pc = new Peer();
    const whole = isWhole(pc);
    pc.close();
    return whole;
  } catch {
    return false;
  }
}

function isWhole(pc: RTCPeerConnection | undefined): boolean {
  return typeof pc?.createDataChannel === 'function' && typeof pc.addTransceiver === 'function';
}
