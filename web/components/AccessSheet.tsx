import type { FailureFacts } from '../errors/failure';
import { wordsFor } from '../errors/words';
import type { Lock } from '../hooks/door';
import { useEntry } from '../hooks/useEntry';
import { useModal } from '../hooks/useModal';
import { browserFacts, browserFamily } from '../platform/browser';
import { CodeForm } from './CodeForm';
import { TurnstileCheck } from './TurnstileCheck';

type Props = { lock: Lock; onEntered(): void; onClose(): void };

const TEXTS = {
  code: { title: 'An access code is needed.', why: 'Whoever runs this app can give you one.' },
  turnstile: { title: 'One check first.', why: 'This app makes sure that a person is using it.' },
};

/** The proof that this deployment wants before it does anything that costs. A modal dialog: Escape closes it. */
export function AccessSheet({ lock, onEntered, onClose }: Props) {
  const { entry, submit, fail, ask } = useEntry(onEntered);
  const { title, why } = TEXTS[lock.kind];
  const busy = entry.phase === 'sending';
  const failure = entry.phase === 'failed' ? entry.failure : null;
  return (
    <dialog ref={useModal()} className="access" aria-labelledby="accessTitle" onCancel={onClose}>
      <h2 id="accessTitle">{title}</h2>
      <p className="accessWhy">{why}</p>
      {lock.kind === 'code' ? (
        <CodeForm busy={busy} failure={failure} onSubmit={submit} onClose={onClose}>
          {failure && <EntryFailure failure={failure} />}
        </CodeForm>
      ) : (
        <TurnstileCheck
          siteKey={lock.siteKey}
          busy={busy}
          failed={failure !== null}
          onSubmit={submit}
          onFail={fail}
          onAgain={ask}
          onClose={onClose}
        >
          {failure && <EntryFailure failure={failure} />}
        </TurnstileCheck>
      )}
    </dialog>
  );
}

function EntryFailure({ failure }: { failure: FailureFacts }) {
  const { say, remedy } = wordsFor(failure, browserFamily(browserFacts()));
  return (
    <p role="alert" id="accessFailure" className="accessFailure" data-code={failure.code}>
      <strong>{say}</strong> {remedy}
    </p>
  );
}
