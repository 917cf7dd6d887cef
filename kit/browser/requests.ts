/** What leaves a page: to its own server alone, and a body by the routes alone that are for one. */
import { expect, type Page, type Request } from '@playwright/test';
import { ROUTES } from '../../protocol/api';

/** Where a body may go. The SDK's offer and a photo are the worker's. */
const BODIES: readonly string[] = [ROUTES.offer, ROUTES.infer, ROUTES.session, ROUTES.share];
/** Asked for by a deployment that wants to know whether a person visits. */
const TURNSTILE = 'https://challenges.cloudflare.com';

/**
 * What of a page's request would leave the device for elsewhere than the page's own server and, by it, the
 * worker; null where nothing does. Where a person goes is no such thing.
 */
export function strayRequest(request: Request): string | null {
  const { origin, pathname, protocol } = new URL(request.url());
  if (!/^(http|ws)/.test(protocol)) return null;
  const isBodyless = ['GET', 'HEAD', 'OPTIONS'].includes(request.method());
  if (!isBodyless && !BODIES.includes(pathname)) return `A body goes to ${request.url()}`;
  if (request.isNavigationRequest() || origin === TURNSTILE) return null;
  const home = new URL(request.frame().url());
  if (home.protocol === 'about:' || home.origin === origin || home.origin === TURNSTILE) return null;
  return `The page asks ${request.url()}`;
}

/** @returns asserts it of every request since then, and how many bodies there were by path */
export function watchRequests(page: Page, origin: string): () => Record<string, number> {
  const requests: Request[] = [];
  page.on('request', (request) => requests.push(request));
  return () => {
    const isWeb = (request: Request) => /^(http|ws)/.test(request.url());
    const elsewhere = requests.filter(
      (request) => isWeb(request) && new URL(request.url()).origin !== origin,
    );
    expect(elsewhere.map((request) => request.url())).toEqual([]);
    const bodies: Record<string, number> = {};
    for (const request of requests.filter((each) => each.method() !== 'GET')) {
      const { pathname } = new URL(request.url());
      bodies[pathname] = (bodies[pathname] ?? 0) + 1;
    }
    return bodies;
  };
}
