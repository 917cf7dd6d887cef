import type { FailureFacts } from '../../errors/failure';
import { wordsHere } from '../../errors/words';
import { useWords } from '../../hooks/usePage';
import { Icon } from '../Icon';
import { Reason } from '../Reason';
import { SignInButton } from '../SignInButton';

type Props = {
  failure: FailureFacts;
  onRetry(): void;
  onEnhance(): void;
  /** Absent where nothing goes on without an answer: a camera that does not open. */
  onDismiss?: (() => void) | undefined;
};

/** What went wrong, what to do about it, and the one button that does it. */
export function FailureCard({ failure, onRetry, onEnhance, onDismiss }: Props) {
  const { actions } = useWords();
  const { say, remedy, action } = wordsHere(failure);
  const act = { retry: onRetry, enhance: onEnhance, reload: () => location.reload() };
  const labels = { retry: actions.tryAgain, enhance: actions.useEnhanced, reload: actions.reload };
  return (
    <div className="card failure" role="alert" data-code={failure.code}>
      <Icon name="alert" />
      <div className="cardText">
        <p>
          <strong>{say}</strong> <span>{remedy}</span>
        </p>
        {failure.reason && <Reason text={failure.reason} />}
      </div>
      <div className="cardActions">
        {onDismiss && (
          <button type="button" className="quiet" onClick={onDismiss}>
            {actions.dismiss}
          </button>
        )}
        {!failure.code.startsWith('camera_') && (
          <a className="quiet" href="/check">
            {actions.findOut}
          </a>
        )}
        {action === 'signIn' && <SignInButton />}
        {action !== 'none' && action !== 'signIn' && (
          <button type="button" className="primary" onClick={act[action]}>
            {labels[action]}
          </button>
        )}
      </div>
    </div>
  );
}
