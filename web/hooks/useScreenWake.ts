import { useEffect } from 'react';
import { behind } from '../app';

/** Keeps the screen awake while `wanted`. */
export function useScreenWake(wanted: boolean): void {
  useEffect(() => behind.whenThere(({ keepAwake }) => keepAwake(wanted)), [wanted]);
}
