/** Parts of the screen that the first paint does not need: one file, fetched before anyone can ask for them. */
import { useEffect, useSyncExternalStore } from 'react';
import { Late } from '../time/late';

const rest = new Late(() => import('./rest'));
const subscribe = (listener: () => void) => rest.whenThere(listener);
const isThere = () => rest.now;

/** @param wanted one of them is to be seen: fetched again where that has failed. @returns null until they are there */
export function useRest(wanted: boolean): typeof rest.now {
  useEffect(() => {
    if (wanted) warmRest();
  }, [wanted]);
  return useSyncExternalStore(subscribe, isThere);
}

export const warmRest = (): void => void rest.get().catch(() => undefined);
