/** What a component may ask of the page around it. */
import { useSyncExternalStore } from 'react';
import { type Layout, layoutFor, onSurfaceChange, readSurface } from '../platform/layout';
import type { Words } from '../words/languages';
import { onWordsChange, speechNow, words } from '../words/words';

export const useLayout = (): Layout => useSyncExternalStore(onSurfaceChange, () => layoutFor(readSurface()));

/** All texts, in the language of the moment. */
export const useWords = (): Words => useSyncExternalStore(onWordsChange, words);

/** Which language that is, and one that was wanted and could not be had. */
export const useSpeech = () => useSyncExternalStore(onWordsChange, speechNow);

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
