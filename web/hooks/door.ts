/** What the proxy turned away because this visit has shown no proof yet. */
import type { DeploymentConfig } from '../../protocol/api';
import type { FailureFacts } from '../errors/failure';
import type { SessionFacts } from '../store/useVisionStore';
import type { PhotoFacts } from './usePhoto';

export type Wanted = 'live' | 'photo';
/** What the sheet asks for. `siteKey` is null where the deployment lacks it. */
export type Lock = { kind: 'code' } | { kind: 'turnstile'; siteKey: string | null };

export function turnedAway(session: SessionFacts, photo: PhotoFacts): Wanted[] {
  const wanted: Wanted[] = [];
  const live =
    session.phase === 'failed' ? session.failure : session.phase === 'live' ? session.notice : null;
  if (isLocked(live)) wanted.push('live');
  if (photo.phase === 'failed' && isLocked(photo.failure)) wanted.push('photo');
  return wanted;
}

/** @returns null where nothing can be asked for: `/v1/config` has not answered, or knew of no lock when it did. */
export function lockOf(config: DeploymentConfig | null): Lock | null {
  if (config?.access === 'code') return { kind: 'code' };
  if (config?.access === 'turnstile') return { kind: 'turnstile', siteKey: config.turnstileSiteKey ?? null };
  return null;
}

function isLocked(failure: FailureFacts | null): boolean {
  return failure?.code === 'session_required';
}
