import { useState } from 'react';

/**
 * What opens at a tap and comes in a file of its own, fetched at the first one. Where that cannot be had
 * (offline, an older page) nothing opens.
 */
export function useOpened<Wanted, Part extends object>(load: () => Promise<Part>) {
  const [opened, show] = useState<Wanted | null>(null);
  const [part, keep] = useState<Part | null>(null);
  const close = () => show(null);
  const open = (wanted: Wanted) => {
    show(wanted);
    if (!part) load().then(keep, close);
  };
  return { opened, part, open, close };
}
