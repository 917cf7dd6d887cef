/** What is felt and heard, as far as a person wants it. */

/** ms, under a thumb that is busy with something else. */
const NEWS_MS = 40;

let vibrates = true;
let chime: (() => void) | null = null;

/** iOS has no vibrate, and the switch trick that stood in for it is closed. */
export const mayVibrate = (): boolean => 'vibrate' in navigator;

/** A short buzz (ms) under the thumb: the press was heard. */
export function tick(ms = 12): void {
  if (vibrates) navigator.vibrate?.(ms);
}

/** Something new was seen. */
export function announce(): void {
  tick(NEWS_MS);
  chime?.();
}

/** @param wanted `sound`: at news alone; its code is fetched when it is switched on */
export function followSignals(wanted: { vibration: boolean; sound: boolean }): void {
  vibrates = wanted.vibration;
  if (!wanted.sound) chime = null;
  else if (!chime)
    void import('./chime').then(
      (part) => {
        chime = part.chime;
      },
      () => undefined,
    ); // Offline: with the next visit.
}
