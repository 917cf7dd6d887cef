/** A picture that another app has shared with this one: the service worker kept it (dev/shareTarget.ts). */
import { Failure } from '../errors/failure';

/** As in dev/shareTarget.ts. */
const CACHE = 'shared';
const KEY = '/shared-photo';

/**
 * It is there once: whoever shares it again looks at it again.
 * @throws Failure `share_lost` where there is none: no service worker was there to keep it, it was no picture, or
 * the device had no room
 */
export async function takeShared(): Promise<Blob> {
  try {
    const cache = await caches.open(CACHE);
    const photo = await (await cache.match(KEY))?.blob();
    await cache.delete(KEY);
    if (photo) return photo;
  } catch (thrown) {
    throw new Failure('share_lost', { cause: thrown });
  }
  throw new Failure('share_lost');
}
