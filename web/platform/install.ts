/** Putting the app on the home screen. Chrome and Edge offer a prompt, once, early; iOS never does. */
import { browserFacts, isInAppBrowser, isIos } from './browser';
import { Listeners } from './listeners';

/** Not in TypeScript's DOM types: no standard, Chromium only. */
type InstallPromptEvent = Event & { prompt(): Promise<unknown> };

export type InstallOffer = 'prompt' | 'ios-steps' | 'none';

let kept: InstallPromptEvent | null = null;
const changes = new Listeners<void>();
/** @returns what takes the listener off again. */
export const onInstallChange = (listener: () => void) => changes.add(listener);

/** Must run before the first render: the event comes once, soon after load. */
export function keepInstallPrompt(): void {
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    kept = event as InstallPromptEvent;
    changes.tell();
  });
  window.addEventListener('appinstalled', forgetInstall);
}

export function installOffer(): InstallOffer {
  const facts = browserFacts();
  if (facts.standalone || isInAppBrowser(facts)) return 'none';
  if (kept) return 'prompt';
  return isIos(facts) ? 'ios-steps' : 'none';
}

/** Must be called from a tap. Whatever the answer, the browser takes its event back. */
export async function promptInstall(): Promise<void> {
  const event = kept;
  forgetInstall();
  await event?.prompt();
}

function forgetInstall(): void {
  kept = null;
  changes.tell();
}
