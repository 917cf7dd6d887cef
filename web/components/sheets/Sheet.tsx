import type { ReactNode } from 'react';
import { useModal } from '../../hooks/useModal';
import { useWords } from '../../hooks/usePage';
import { Icon } from '../Icon';

type Props = { title: string; onClose(): void; children: ReactNode };

/** A modal dialog with a title, at the lower edge. Escape closes it, and the focus comes back. */
export function Sheet({ title, onClose, children }: Props) {
  const { actions } = useWords();
  return (
    <dialog ref={useModal()} className="readoutSheet" aria-label={title} onCancel={onClose}>
      <header>
        <h2>{title}</h2>
        <button type="button" aria-label={actions.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
