/** What leaves a page: to its own server alone, and a body by the routes alone that are for one. */
import { expect, type Page, type Request } from '@playwright/test';

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
