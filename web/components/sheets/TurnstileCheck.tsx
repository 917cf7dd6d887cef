import { type ReactNode, useCallback } from 'react';
import type { SessionRequest } from '../../../protocol/api';
import type { FailureFacts } from '../../errors/failure';
import { wordsHere } from '../../errors/words';
import { useWords } from '../../hooks/usePage';
import { useTurnstile } from '../../hooks/useTurnstile';

type Props = {
  siteKey: string | null;
  busy: boolean;
  failed: boolean;
  onSubmit(proof: SessionRequest): void;
  onFail(failure: FailureFacts): void;
  onAgain(): void;
  onClose(): void;
  /** What is to be said about the last try. */
  children: ReactNode;
};

/** Cloudflare's widget, until it has given a token: each is good once, so another try is another widget. */
export function TurnstileCheck(props: Props) {
  const { siteKey, busy, failed, onSubmit, onFail, onAgain, onClose, children } = props;
  const { access, actions } = useWords();
  const { say, remedy } = wordsHere({ code: 'not_configured' });
  return (
    <div className="accessForm">
      {!siteKey && <p role="alert">{`${say} ${remedy}`}</p>}
      {siteKey && !busy && !failed && <Widget siteKey={siteKey} onSubmit={onSubmit} onFail={onFail} />}
      {busy && (
        <output className="accessBusy">
          <span className="spinner" aria-hidden="true" /> {access.checking}
        </output>
      )}
      {children}
      <div className="accessActions">
        <button type="button" className="quiet" onClick={onClose}>
          {actions.cancel}
        </button>
        {failed && (
          <button type="button" className="primary" onClick={onAgain}>
            {actions.tryAgain}
          </button>
        )}
      </div>
    </div>
  );
}

type WidgetProps = { siteKey: string } & Pick<Props, 'onSubmit' | 'onFail'>;

function Widget({ siteKey, onSubmit, onFail }: WidgetProps) {
  const onToken = useCallback((turnstileToken: string) => onSubmit({ turnstileToken }), [onSubmit]);
  const onFailed = useCallback((code: FailureFacts['code']) => onFail({ code }), [onFail]);
  return <div ref={useTurnstile(siteKey, onToken, onFailed)} className="accessCheck" />;
}
