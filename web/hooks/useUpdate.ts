import { registerSW } from 'virtual:pwa-register';
import { useSyncExternalStore } from 'react';

/** Browsers look for a new version on navigation alone, and a home-screen app may not navigate for weeks. */
const CHECK_EVERY_MS = 60 * 60 * 1000;

let ready = false;
let dismissed = false;
let apply: (() => Promise<void>) | null = null;
const listeners = new Set<() => void>();

/** Registers the service worker. Call once, before the first render. */
export function watchForUpdates(isBusy: () => boolean): void {
  apply = registerSW({
    onNeedRefresh: () =>
      change(() => {
        ready = true;
      }),
    onRegisteredSW: (_url, registration) => {
      if (registration) checkNowAndThen(registration, isBusy);
    },
  });
}

/** A new version is offered, never forced: reloading under a live session would end it. */
export function useUpdate(): { ready: boolean; reload(): void; dismiss(): void } {
  const offered = useSyncExternalStore(subscribe, () => ready && !dismissed);
  return { ready: offered, reload, dismiss };
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

const reload = () => void apply?.();
const dismiss = () =>
  change(() => {
    dismissed = true;
  });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(how: () => void): void {
  how();
  for (const listener of listeners) listener();
}
