/**
 * How a dial is left whose offer is out. An offer cannot be called back, and the server that makes a session of it waits for this peer:
 * Roboflow's keeps a process until all its checks have failed (64 s, inference 1.8.3), its hosted GPU runs 60 s without a frame, and where a
 * check was answered, but the peer closed before it chose a pair, that process stays for good (aioice 0.13, `_check_list_maybe_fail`).
 * So the answer is taken all the same, and the peer closed once it is connected: DTLS's close_notify ends the session at once.
 */
import type { Clock } from '../../time/clock';
import { eventually, within } from '../../time/scope';

/** From the answer to a path: two round trips. Later than this no check gets through, and the server's own limit ends its session. */
const ICE_MS = 2_000;
/** From there to DTLS, in which a busy server is slow; a peer that closes before it is missed only after 30 s (consent, RFC 7675). */
const DTLS_MS = 5_000;

/** @param taken settles once the peer has taken the answer, or never will. @param answerMs how long to wait for that. Never rejects. */
export async function hangUp(
  pc: RTCPeerConnection,
  taken: Promise<unknown>,
  answerMs: number,
  clock: Clock,
): Promise<void> {
  const over = new AbortController();
  const scope = { clock, signal: over.signal };
  const hasPath = () => ['connected', 'completed'].includes(pc.iceConnectionState);
  const isUp = () => pc.connectionState === 'connected';
  try {
    await within(taken, answerMs, 'worker_timeout', scope);
    const path = eventually(pc, ['iceconnectionstatechange'], hasPath, over.signal);
    await within(path, ICE_MS, 'connection_failed', scope);
    const up = eventually(pc, ['connectionstatechange'], isUp, over.signal);
    await within(up, DTLS_MS, 'connection_failed', scope);
  } catch {
    // Nobody waits for it; the person has left.
  } finally {
    over.abort();
    pc.close();
  }
}
