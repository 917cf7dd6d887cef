/** A new version of the app is offered, never forced: reloading under a live session would end it. */
import { Listeners } from '../listeners';

let ready = false;
let dismissed = false;
const changes = new Listeners<void>();
/** @returns what takes the listener off again. */
export const onUpdateChange = (listener: () => void) => changes.add(listener);

export const offerUpdate = () =>
  change(() => {
    ready = true;
  });

export function isUpdateReady(): boolean {
  return ready && !dismissed;
}

/** Where no worker waits any more, another tab has let the new one in. */
export async function reloadForUpdate(): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (!registration?.waiting) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
  // Workbox's own word, which the worker that it built listens for.
  registration.waiting.postMessage({ type: 'SKIP_WAITING' });
}

export const dismissUpdate = () =>
  change(() => {
    dismissed = true;
  });

function change(how: () => void): void {
  how();
  changes.tell();
}
