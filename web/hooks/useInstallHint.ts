import { useSyncExternalStore } from 'react';
import {
  dismissInstall,
  type InstallOffer,
  installOffer,
  onInstallChange,
  promptInstall,
} from '../platform/install';

/** How this browser can put the app on the home screen, and the two answers to that. */
export function useInstallHint(): { offer: InstallOffer; install(): void; dismiss(): void } {
  const offer = useSyncExternalStore(onInstallChange, installOffer);
  return { offer, install: () => void promptInstall(), dismiss: dismissInstall };
}
