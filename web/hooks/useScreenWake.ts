import { useEffect } from 'react';
import { browserWakeLock, createScreenWake, type ScreenWake } from '../platform/wakeLock';

let screenWake: ScreenWake | null = null;

/** Keeps the screen awake while `wanted`. One lock a page, made when it is first needed. */
export function useScreenWake(wanted: boolean): void {
  useEffect(() => {
    if (wanted) screenWake ??= createScreenWake(browserWakeLock());
    screenWake?.set(wanted);
  }, [wanted]);
}
