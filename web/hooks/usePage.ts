/** What a component may ask of the page around it. */
import { useSyncExternalStore } from 'react';
import { type Layout, layoutFor, onSurfaceChange, readSurface } from '../platform/layout';

export const useLayout = (): Layout => useSyncExternalStore(onSurfaceChange, () => layoutFor(readSurface()));

/** False is certain; true may only mean that some network is there. */
export const useOnline = (): boolean => useSyncExternalStore(onOnlineChange, () => navigator.onLine);

function onOnlineChange(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
