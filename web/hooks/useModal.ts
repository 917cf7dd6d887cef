import { type RefObject, useLayoutEffect, useRef } from 'react';

/** For a dialog that is modal as long as it is rendered: the focus moves into it, and back where it was. */
export function useModal(): RefObject<HTMLDialogElement> {
  const dialog = useRef<HTMLDialogElement>(null);
  // A layout effect: undone while the dialog is still in the page; only then does closing it give the focus
  // back.
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    return () => shown?.close();
  }, []);
  return dialog;
}
