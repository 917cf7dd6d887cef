/**
 * Tells other tabs of this browser that a session is live here, so that they hold back what would be in its
 * way. A lock of this kind ends with the tab, however that ends (W3C web-locks §2.3).
 */

type Locks = Pick<LockManager, 'request' | 'query'>;

const NAME = 'sightline-live';

/** Undefined over plain http. */
export const browserLocks = (): Locks | undefined => (navigator as { locks?: LockManager }).locks;

/** @returns what to tell whether a session is live. */
export function createLiveMark(locks: Locks | undefined): (isLive: boolean) => void {
  let release: (() => void) | null = null;
  return (isLive) => {
    if (isLive === (release !== null)) return;
    release?.();
    release = null;
    if (!isLive) return;
    const held = new Promise<void>((done) => {
      release = done;
    });
    locks?.request(NAME, { mode: 'shared' }, () => held).catch(() => {});
  };
}

/** Whether one is live in any tab. Never throws: where nobody can tell, none is. */
export async function isAnyLive(locks: Locks | undefined): Promise<boolean> {
  const found = await locks?.query().catch(() => null);
  return found?.held?.some(({ name }) => name === NAME) ?? false;
}
