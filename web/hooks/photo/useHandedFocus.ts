import { type RefObject, useLayoutEffect, useRef } from 'react';

/** For a button that comes by itself: it has the focus, and hands it to its dialog's first one when it goes. */
export function useHandedFocus(): RefObject<HTMLButtonElement> {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const here = button.current;
    const dialog = here?.closest('dialog');
    here?.focus();
    return () => {
      if (document.activeElement === here) dialog?.querySelector('button')?.focus();
    };
  }, []);
  return button;
}
