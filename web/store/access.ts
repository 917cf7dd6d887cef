/** What the proxy refused because this visit has shown no proof of access yet. */
import type { DeploymentConfig } from '../../protocol/api';
import type { FailureFacts } from '../errors/failure';
import type { PhotoFacts } from '../photo/photo';
import type { SessionState } from '../session/types';

export type Refused = 'live' | 'photo';
/** What the sheet asks for. `siteKey` is null where the deployment lacks it. */
export type AccessCheck = { kind: 'code' } | { kind: 'turnstile'; siteKey: string | null };

export function refusedAccess(session: SessionState, photo: PhotoFacts): Refused[] {
  const refused: Refused[] = [];
  if (needsAccess(sessionFailure(session))) refused.push('live');
  if (photo.phase === 'failed' && needsAccess(photo.failure)) refused.push('photo');
  return refused;
}

/**
 * @returns null where nothing can be asked for: `/v1/config` has not answered, or knew of no check when it
 * did.
 */
export function accessCheck(config: DeploymentConfig | null): AccessCheck | null {
  if (config?.access === 'code') return { kind: 'code' };
  if (config?.access === 'turnstile') return { kind: 'turnstile', siteKey: config.turnstileSiteKey ?? null };
  return null;
}

/** What went wrong with the live session, for good or beside it. */
export function sessionFailure(session: SessionState): FailureFacts | null {
  if (session.phase === 'failed') return session.failure;
  return session.phase === 'live' ? session.notice : null;
}

function needsAccess(failure: FailureFacts | null): boolean {
  return failure?.code === 'session_required';
}
