/**
 * What the service worker does with a picture that another app shares: it keeps it, and the page that opens takes
 * it from there (web/photo/receive.ts). Nothing of it goes to the network. Workbox writes both functions as texts
 * into the service worker, so that they know nothing but what is inside of them.
 */

/** A workbox route's match. */
export const isShare = ({ url }: { url: URL }): boolean => url.pathname === '/v1/share';

/** A workbox route's handler. What cannot be kept (no picture, no room) is missed by the page, in words. */
export async function keepShared({ request }: { request: Request }): Promise<Response> {
  try {
    const [photo] = (await request.formData()).getAll('photo');
    const cache = await caches.open('shared');
    if (photo instanceof Blob && photo.size > 0) await cache.put('/shared-photo', new Response(photo));
  } catch {
    // The page says so.
  }
  return Response.redirect('/?shared', 303);
}
