import type { FailureCode } from '../../errors/failure';
import { eventually, type Scope, within } from '../../time/scope';

/** How long to wait for a path, and from there for DTLS (ms), and what it means where no path comes. */
export type Deadlines = { iceMs: number; dtlsMs: number; blocked: FailureCode };

/**
 * Resolves once it is connected. @throws Failure `blocked`, or `connection_failed` where DTLS does not come
 * up
 */
export async function connected(pc: RTCPeerConnection, deadlines: Deadlines, scope: Scope): Promise<void> {
  const path = eventually(pc, 'iceconnectionstatechange', () => hasPath(pc), scope.signal);
  await within(path, deadlines.iceMs, deadlines.blocked, scope);
  const isUp = () => pc.connectionState === 'connected';
  const up = eventually(pc, 'connectionstatechange', isUp, scope.signal);
  await within(up, deadlines.dtlsMs, 'connection_failed', scope);
}

export function hasPath({ iceConnectionState }: RTCPeerConnection): boolean {
  return iceConnectionState === 'connected' || iceConnectionState === 'completed';
}
