import { useSyncExternalStore } from 'react';
import { dismissUpdate, isUpdateReady, onUpdateChange, reloadForUpdate } from '../platform/update/update';

/** Whether a new version waits, and the two answers to that. */
export function useUpdate(): { ready: boolean; reload(): Promise<void>; dismiss(): void } {
  const ready = useSyncExternalStore(onUpdateChange, isUpdateReady);
  return { ready, reload: reloadForUpdate, dismiss: dismissUpdate };
}
