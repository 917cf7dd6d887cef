import { type RefObject, useEffect, useRef } from 'react';
import { TURNSTILE_ACTION } from '../../protocol/api';
import type { FailureCode } from '../errors/failure';
import { showTurnstile } from '../platform/turnstile';

const CODES = { blocked: 'check_blocked', failed: 'check_failed' } as const;

/**
 * Cloudflare's widget in an element for as long as it is there. A new handler starts a new check: keep both
 * stable.
 */
export function useTurnstile(
  siteKey: string,
  onToken: (token: string) => void,
  onFailed: (code: FailureCode) => void,
): RefObject<HTMLDivElement> {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return;
    const check = { siteKey, action: TURNSTILE_ACTION, onToken };
    return showTurnstile(box.current, { ...check, onFailed: (why) => onFailed(CODES[why]) });
  }, [siteKey, onToken, onFailed]);
  return box;
}
