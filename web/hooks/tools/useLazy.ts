import { useEffect, useState } from 'react';

/**
 * What comes in a file of its own, once `wanted`; null until then, and where it cannot be had (offline, an
 * older page).
 * @param load the same function at each render
 */
export function useLazy<Part>(load: () => Promise<Part>, wanted = true): Part | null {
  const [part, show] = useState<Part | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let isThere = true;
    load().then(
      (loaded) => isThere && show(() => loaded),
      () => undefined,
    );
    return () => {
      isThere = false;
    };
  }, [load, wanted]);
  return part;
}
