import { describe, expect, it } from 'vitest';
import type { DeploymentConfig } from '../../protocol/api';
import type { FailureCode } from '../errors/failure';
import type { PhotoFacts } from '../photo/photo';
import type { SessionState } from '../session/types';
import { accessCheck, refusedAccess } from './access';

const failedLive = (code: FailureCode): SessionState => ({
  phase: 'failed',
  enhanced: false,
  failure: { code },
});
const noticed = (code: FailureCode): SessionState => ({
  phase: 'live',
  enhanced: true,
  route: null,
  notice: { code },
});
const failedPhoto = (code: FailureCode): PhotoFacts => ({ phase: 'failed', url: null, failure: { code } });
const idle: SessionState = { phase: 'idle' };
const none: PhotoFacts = { phase: 'none' };

describe('what was refused for want of access', () => {
  it.each([
    [idle, none, []],
    [failedLive('session_required'), none, ['live']],
    [noticed('session_required'), none, ['live']],
    [idle, failedPhoto('session_required'), ['photo']],
    [failedLive('session_required'), failedPhoto('session_required'), ['live', 'photo']],
    [failedLive('budget_spent'), failedPhoto('rate_limited'), []],
  ])('%j and %j: %j', (session, photo, refused) => {
    expect(refusedAccess(session, photo)).toEqual(refused);
  });
});

describe('the check', () => {
  const config = (more: Partial<DeploymentConfig>) => more as DeploymentConfig;

  it('is what the deployment says, and none that nobody could open', () => {
    expect(accessCheck(null)).toBeNull();
    expect(accessCheck(config({ access: 'none' }))).toBeNull();
    expect(accessCheck(config({ access: 'code' }))).toEqual({ kind: 'code' });
    expect(accessCheck(config({ access: 'turnstile', turnstileSiteKey: 'k' }))).toEqual({
      kind: 'turnstile',
      siteKey: 'k',
    });
    expect(accessCheck(config({ access: 'turnstile' }))).toEqual({ kind: 'turnstile', siteKey: null });
  });
});
