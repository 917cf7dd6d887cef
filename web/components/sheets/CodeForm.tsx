import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import type { SessionRequest } from '../../../protocol/api';
import type { FailureFacts } from '../../errors/failure';
import { useWords } from '../../hooks/usePage';

type Props = {
  busy: boolean;
  failure: FailureFacts | null;
  onSubmit(proof: SessionRequest): void;
  onClose(): void;
  /** What is to be said about the last try. */
  children: ReactNode;
};

/**
 * The code lives in its input and nowhere else. A refused one stays there, selected, so that typing replaces
 * it.
 */
export function CodeForm({ busy, failure, onSubmit, onClose, children }: Props) {
  const { access, actions } = useWords();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (failure) input.current?.select();
  }, [failure]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const code = input.current?.value.trim();
    if (code && !busy) onSubmit({ code });
  };
  return (
    <form className="accessForm" autoComplete="off" aria-busy={busy} onSubmit={submit}>
      <label htmlFor="accessCode">{access.code}</label>
      <input
        ref={input}
        id="accessCode"
        type="text"
        required
        maxLength={256}
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="go"
        readOnly={busy}
        aria-invalid={failure?.code === 'access_refused'}
        aria-describedby={failure ? 'accessFailure' : undefined}
      />
      {children}
      <div className="accessActions">
        <button type="button" className="quiet" onClick={onClose}>
          {actions.cancel}
        </button>
        <button type="submit" className="primary" aria-disabled={busy}>
          {busy && <span className="spinner" aria-hidden="true" />}
          {busy ? access.checking : actions.enter}
        </button>
      </div>
    </form>
  );
}
