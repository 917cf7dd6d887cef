import { useSyncExternalStore } from 'react';
import { type InstallOffer, installOffer, onInstallChange, promptInstall } from '../platform/install';
import { keep, usePreferences } from '../store/preferences';

/** How this browser can put the app on the home screen, and the two answers to that. */
export function useInstallHint(): { offer: InstallOffer; install(): void; dismiss(): void } {
  const offer = useSyncExternalStore(onInstallChange, installOffer);
  const dismissed = usePreferences((state) => state.installDismissed);
  return {
    offer: dismissed ? 'none' : offer,
    install: () => void promptInstall(),
    dismiss: () => keep({ installDismissed: true }),
  };
}
