/** The service worker: registered behind the first paint, and asked now and then for a newer version of itself. */
import { offerUpdate } from './update';

/** Browsers look for a new version on navigation alone, and a home-screen app may not navigate for weeks. */
const CHECK_EVERY_MS = 60 * 60 * 1000;
/** A worker that takes over at once has left "installed" by then: nobody has to let it in. */
const TAKES_OVER_MS = 200;

/** Nothing waits for it. Call once. @throws what the browser says of a worker that it does not take */
export async function watchForUpdates(isBusy: () => boolean): Promise<void> {
  // `npm run dev` has a worker that ends those of the built page (vite.config.ts).
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
  await loaded();
  const registration = await navigator.serviceWorker.register('/sw.js');
  offerWaiting(registration);
  registration.addEventListener('updatefound', () => watchInstalling(registration));
  // Another tab's person pressed Update. A live session goes on with the page it has.
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    if (wasOffered && !isBusy()) location.reload();
  });
  checkNowAndThen(registration, isBusy);
  void navigator.serviceWorker.ready.then(keepLanguage);
}

/** What the worker fetches would come between the page and its own files. */
async function loaded(): Promise<void> {
  if (document.readyState === 'complete') return;
  await new Promise((done) => addEventListener('load', done, { once: true }));
}

let wasOffered = false;

function offerWaiting({ waiting, active }: ServiceWorkerRegistration): void {
  // The very first one replaces nothing.
  if (!waiting || !active) return;
  wasOffered = true;
  offerUpdate();
}

function watchInstalling(registration: ServiceWorkerRegistration): void {
  registration.installing?.addEventListener('statechange', () => {
    setTimeout(() => offerWaiting(registration), TAKES_OVER_MS);
  });
}

/**
 * A language's file came before the service worker did, on a first visit: without it the next one, offline, would
 * be in English. The message is workbox's own (workbox-routing, addCacheListener), which takes what its routes name.
 */
function keepLanguage({ active }: ServiceWorkerRegistration): void {
  const urls = performance.getEntriesByType('resource').map(({ name }) => name);
  const urlsToCache = urls.filter((url) => url.includes('/assets/language-'));
  active?.postMessage({ type: 'CACHE_URLS', payload: { urlsToCache } });
}

function checkNowAndThen(registration: ServiceWorkerRegistration, isBusy: () => boolean): void {
  let checkedAtMs = Date.now();
  document.addEventListener('visibilitychange', () => {
    const due = Date.now() - checkedAtMs > CHECK_EVERY_MS;
    if (document.visibilityState !== 'visible' || !due || isBusy()) return;
    checkedAtMs = Date.now();
    // Fails offline, which is no news here.
    registration.update().catch(() => undefined);
  });
}
