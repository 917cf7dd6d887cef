/** A new version of the app is offered, never forced: reloading under a live session would end it. */
import { Listeners } from './listeners';

/** Browsers look for a new version on navigation alone, and a home-screen app may not navigate for weeks. */
const CHECK_EVERY_MS = 60 * 60 * 1000;

let ready = false;
let dismissed = false;
let apply: (() => Promise<void>) | null = null;
const changes = new Listeners<void>();
/** @returns what takes the listener off again. */
export const onUpdateChange = (listener: () => void) => changes.add(listener);

/** Registers the service worker, which nothing waits for. Call once. */
export async function watchForUpdates(isBusy: () => boolean): Promise<void> {
  const { registerSW } = await import('virtual:pwa-register');
  apply = registerSW({
    onNeedRefresh: () =>
      change(() => {
        ready = true;
      }),
    // Another tab's person pressed Update. A live session goes on with the page it has.
    onNeedReload: () => {
      if (!isBusy()) location.reload();
    },
    onRegisteredSW: (_url, registration) => {
      if (!registration) return;
      checkNowAndThen(registration, isBusy);
      void navigator.serviceWorker.ready.then(keepLanguage);
    },
  });
}

export function isUpdateReady(): boolean {
  return ready && !dismissed;
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

/**
 * Not left to the library: workbox-window 7.4 takes the update of a page's first visit for a first
 * installation (`event.isUpdate` is false where no worker controlled the page when it registered), and then
 * nothing would reload. Where no worker waits any more, another tab has let the new one in.
 */
export async function reloadForUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration?.waiting) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  await apply?.();
}

export const dismissUpdate = () =>
  change(() => {
    dismissed = true;
  });

function change(how: () => void): void {
  how();
  changes.tell();
}
