/** The access code in the link that `npm run phone` shows as a QR code. */
import type { SessionRequest } from '../../protocol/api';

/** A fragment never leaves the browser, so no server's log can hold the code (RFC 9110 §7.1). */
const FRAGMENT = /^#code=([^&]+)$/;

type Place = Pick<Location, 'hash' | 'pathname' | 'search'>;
type Past = Pick<History, 'replaceState' | 'state'>;

/**
 * @returns the link's code, which is then out of the address bar and out of the history; null where there is
 * none.
 */
export function takeLinkCode(place: Place, past: Past): string | null {
  const written = FRAGMENT.exec(place.hash)?.[1];
  if (written === undefined) return null;
  past.replaceState(past.state, '', place.pathname + place.search);
  try {
    return decodeURIComponent(written);
  } catch {
    return null;
  }
}

/**
 * Brings the link's code at once, so that nobody has to type it. One that is refused is asked for where it is
 * missed (web/hooks/useAccess.ts).
 */
export async function enterByLink(
  code: string | null,
  enter: (proof: SessionRequest) => Promise<void>,
): Promise<void> {
  if (code !== null) await enter({ code }).catch(() => undefined);
}
