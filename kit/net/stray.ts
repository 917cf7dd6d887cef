/** What of a page's requests would leave the device for elsewhere than the page's own server, and the worker by it. */
import { ROUTES } from '../../protocol/api';

/** `from`: the address of the page, or of a frame in it; null where a person goes somewhere, or the server leads. */
export type Asked = { url: string; method: string; from: string | null };

/** Where a body may go. The SDK's offer and a photo are the worker's. */
const BODIES: readonly string[] = [ROUTES.offer, ROUTES.infer, ROUTES.session, ROUTES.share];
/** Asked for by a deployment that wants to know whether a person visits. */
const TURNSTILE = 'https://challenges.cloudflare.com';

/** @returns what is wrong with it; null where nothing is */
export function strayRequest({ url, method, from }: Asked): string | null {
  const { origin, pathname, protocol } = new URL(url);
  if (!/^(http|ws)/.test(protocol)) return null;
  const isBodyless = ['GET', 'HEAD', 'OPTIONS'].includes(method);
  if (!isBodyless && !BODIES.includes(pathname)) return `A body goes to ${url}`;
  if (from === null || origin === TURNSTILE) return null;
  const home = new URL(from);
  const isOwn = home.protocol === 'about:' || home.origin === origin || home.origin === TURNSTILE;
  return isOwn ? null : `The page asks ${url}`;
}
