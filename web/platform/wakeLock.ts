/**
 * Keeps the screen awake while wanted. Home-screen apps on iOS have this only since 18.4 (bugs.webkit.org
 * 254545).
 */

type Sentinel = { readonly released: boolean; release(): Promise<void> };
export type WakeLockDeps = {
  /** Undefined where the browser has no wake lock, and over plain http. */
  request: (() => Promise<Sentinel>) | undefined;
  visible(): boolean;
  onShown(listener: () => void): void;
};

export type ScreenWake = { set(wanted: boolean): void };

/**
 * The system drops the lock whenever the page hides (W3C screen-wake-lock §4), so it is asked for again on
 * return.
 */
export function createScreenWake(deps: WakeLockDeps): ScreenWake {
  let wanted = false;
  let held: Promise<Sentinel | null> = Promise.resolve(null);

  const update = () => {
    held = held.then((sentinel) => reconcile(deps, wanted, sentinel));
  };
  deps.onShown(update);
  return {
    set(next) {
      wanted = next;
      update();
    },
  };
}

async function reconcile(deps: WakeLockDeps, wanted: boolean, held: Sentinel | null) {
  const holds = held !== null && !held.released;
  try {
    if (wanted && !holds && deps.visible()) return (await deps.request?.()) ?? null;
    if (!wanted && holds) await held.release();
  } catch {
    // Refused on a low battery: the screen dims as its owner set it to, which is no failure of ours.
    return null;
  }
  return wanted ? held : null;
}

export function browserWakeLock(): WakeLockDeps {
  return {
    request: 'wakeLock' in navigator ? () => navigator.wakeLock.request('screen') : undefined,
    visible: () => document.visibilityState === 'visible',
    onShown: (listener) =>
      document.addEventListener('visibilitychange', () => {
        if (document.visibilityState === 'visible') listener();
      }),
  };
}
