import type { FailureFacts } from '../../errors/failure';
import { wordsHere } from '../../errors/words';
import { useAccessProof } from '../../hooks/useAccessProof';
import { useModal } from '../../hooks/useModal';
import { useWords } from '../../hooks/usePage';
import type { AccessCheck } from '../../store/access';
import { CodeForm } from './CodeForm';
import { TurnstileCheck } from './TurnstileCheck';

type Props = { check: AccessCheck; onGranted(): void; onClose(): void };

/**
 * The proof that this deployment wants before it does anything that costs. A modal dialog: Escape closes it.
 */
export function AccessSheet({ check, onGranted, onClose }: Props) {
  const { access, submit, fail, ask } = useAccessProof(onGranted);
  const { access: texts } = useWords();
  const asksCode = check.kind === 'code';
  const busy = access.phase === 'sending';
  const failure = access.phase === 'failed' ? access.failure : null;
  return (
    <dialog ref={useModal()} className="access" aria-labelledby="accessTitle" onCancel={onClose}>
      <h2 id="accessTitle">{asksCode ? texts.codeTitle : texts.checkTitle}</h2>
      <p className="accessWhy">{asksCode ? texts.codeWhy : texts.checkWhy}</p>
      {check.kind === 'code' ? (
        <CodeForm busy={busy} failure={failure} onSubmit={submit} onClose={onClose}>
          {failure && <AccessFailure failure={failure} />}
        </CodeForm>
      ) : (
        <TurnstileCheck
          siteKey={check.siteKey}
          busy={busy}
          failed={failure !== null}
          onSubmit={submit}
          onFail={fail}
          onAgain={ask}
          onClose={onClose}
        >
          {failure && <AccessFailure failure={failure} />}
        </TurnstileCheck>
      )}
    </dialog>
  );
}

function AccessFailure({ failure }: { failure: FailureFacts }) {
  const { say, remedy } = wordsHere(failure);
  return (
    <p role="alert" id="accessFailure" className="accessFailure" data-code={failure.code}>
      <strong>{say}</strong> {remedy}
    </p>
  );
}
