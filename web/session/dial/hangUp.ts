/**
 * How a dial is left whose offer is out. An offer cannot be called back, and the server that makes a session
 * of it waits for this peer: Roboflow's keeps a process until all its checks have failed (64 s, inference
 * 1.8.3), its hosted GPU runs 60 s without a frame, and where a check was answered, but the peer closed
 * before it chose a pair, that process stays for good (aioice 0.13, `_check_list_maybe_fail`). So the answer
 * is taken all the same, and the peer closed once it is connected: DTLS's close_notify ends the session at
 * once.
 */
import type { Clock } from '../../time/clock';
import { within } from '../../time/scope';
import { connected } from './connect';

/**
 * From the answer to a path: two round trips. Later no check gets through, and the server's own limit ends
 * it.
 */
const ICE_MS = 2_000;
/**
 * From there to DTLS; a peer that closes before a busy server is done is missed only after 30 s (RFC 7675).
 */
const DTLS_MS = 5_000;

export type Left = {
  pc: RTCPeerConnection;
  sender: RTCRtpSender | null;
  /** Settles once the peer has taken the answer, or never will; null where no offer is out. */
  taken: Promise<unknown> | null;
  /** How long to wait for that. */
  answerMs: number;
};

/** Closes a peer: now, or once its dial has gone through, without the camera. Never throws. */
export function leave({ pc, sender, taken, answerMs }: Left, clock: Clock): void {
  if (!taken || !isDialing(pc)) return pc.close();
  sender?.replaceTrack(null).catch(() => {});
  void hangUp(pc, taken, answerMs, clock);
}

async function hangUp(
  pc: RTCPeerConnection,
  taken: Promise<unknown>,
  answerMs: number,
  clock: Clock,
): Promise<void> {
  const over = new AbortController();
  const scope = { clock, signal: over.signal };
  try {
    await within(taken, answerMs, 'worker_timeout', scope);
    await connected(pc, { iceMs: ICE_MS, dtlsMs: DTLS_MS, blocked: 'connection_failed' }, scope);
  } catch {
    // Nobody waits for it; the person has left.
  } finally {
    over.abort();
    pc.close();
  }
}

/** Neither connected yet nor given up. */
function isDialing({ connectionState }: RTCPeerConnection): boolean {
  return connectionState === 'new' || connectionState === 'connecting';
}
