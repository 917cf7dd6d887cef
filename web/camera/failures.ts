/** What getUserMedia throws, as the closed set of failures that the screen has words for. */
import { Failure, type FailureCode } from '../errors/failure';

/**
 * Names of W3C mediacapture-main §10.2, and those that old Chrome and old Android web views used before it.
 */
const CODES: Record<string, FailureCode> = {
  NotAllowedError: 'camera_denied',
  PermissionDeniedError: 'camera_denied',
  PermissionDismissedError: 'camera_denied',
  SecurityError: 'camera_denied',
  NotFoundError: 'camera_none',
  DevicesNotFoundError: 'camera_none',
  NotReadableError: 'camera_busy',
  TrackStartError: 'camera_busy',
  SourceUnavailableError: 'camera_busy',
  AbortError: 'camera_busy',
  NotSupportedError: 'camera_insecure',
};

/**
 * @returns the failure for anything thrown by getUserMedia; an unknown name is `camera_failed` with its
 * cause.
 */
export function cameraFailure(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  return new Failure(CODES[errorName(thrown)] ?? 'camera_failed', { cause: thrown });
}

/** Whether another camera of the device may work where this one did not. */
export function mayFlipAfter(code: FailureCode): boolean {
  return code === 'camera_busy' || code === 'camera_failed' || code === 'camera_lost';
}

/** Firefox and Chrome say OverconstrainedError; Chrome before 62 said ConstraintNotSatisfiedError. */
export function isOverconstrained(thrown: unknown): boolean {
  return ['OverconstrainedError', 'ConstraintNotSatisfiedError'].includes(errorName(thrown));
}

/**
 * A vanished device answers the reopening with something vague; a refusal or a rival app is the better news.
 */
export function lostFailure(failure: Failure): Failure {
  const vague = failure.code === 'camera_none' || failure.code === 'camera_failed';
  return vague ? new Failure('camera_lost', { cause: failure }) : failure;
}

function errorName(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : '';
}
