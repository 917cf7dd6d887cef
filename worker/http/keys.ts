import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { keyMissing, keyRejected } from '../errors';

/** `Authorization: Bearer` outranks the body, as in the hosted server (http/api_key_resolution.py:49-59). */
export function resolveKey(request: IncomingMessage, inBody: string | null | undefined): string | null {
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '')?.[1];
  return bearer ?? (inBody || null);
}

/**
 * A named workflow needs a key, an inline one does not; where this worker has a list of keys, everything
 * needs one of them.
 * @throws Refusal: 400 without a key, 401 with a wrong one.
 */
export function checkKey(key: string | null, allowed: readonly string[] | null, isNamed: boolean): void {
  if (key === null) {
    if (isNamed) throw keyMissing();
    if (allowed) throw keyRejected();
    return;
  }
  if (allowed && !allowed.some((one) => isSame(one, key))) throw keyRejected();
}

/** Of digests, so that neither content nor length shows in the time it takes. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
