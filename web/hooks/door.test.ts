import { describe, expect, it } from 'vitest';
import type { DeploymentConfig } from '../../protocol/api';
import type { FailureCode } from '../errors/failure';
import type { SessionFacts } from '../store/useVisionStore';
import { lockOf, turnedAway } from './door';
import type { PhotoFacts } from './usePhoto';

const failedLive = (code: FailureCode): SessionFacts => ({
  phase: 'failed',
  enhanced: false,
  failure: { code },
});
const noticed = (code: FailureCode): SessionFacts => ({
  phase: 'live',
  enhanced: true,
  route: null,
  notice: { code },
});
const failedPhoto = (code: FailureCode): PhotoFacts => ({ phase: 'failed', url: null, failure: { code } });
const idle: SessionFacts = { phase: 'idle' };
const none: PhotoFacts = { phase: 'none' };

describe('what was turned away', () => {
  it.each([
    [idle, none, []],
    [failedLive('session_required'), none, ['live']],
    [noticed('session_required'), none, ['live']],
    [idle, failedPhoto('session_required'), ['photo']],
    [failedLive('session_required'), failedPhoto('session_required'), ['live', 'photo']],
    [failedLive('budget_spent'), failedPhoto('rate_limited'), []],
  ])('%j and %j: %j', (session, photo, wanted) => {
    expect(turnedAway(session, photo)).toEqual(wanted);
  });
});

describe('the lock', () => {
  const config = (more: Partial<DeploymentConfig>) => more as DeploymentConfig;

  it('is what the deployment says, and none that nobody could open', () => {
    expect(lockOf(null)).toBeNull();
    expect(lockOf(config({ access: 'none' }))).toBeNull();
    expect(lockOf(config({ access: 'code' }))).toEqual({ kind: 'code' });
    expect(lockOf(config({ access: 'turnstile', turnstileSiteKey: 'k' }))).toEqual({
      kind: 'turnstile',
      siteKey: 'k',
    });
    expect(lockOf(config({ access: 'turnstile' }))).toEqual({ kind: 'turnstile', siteKey: null });
  });
});
