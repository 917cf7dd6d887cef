import { useElapsed } from '../../hooks/useElapsed';
import { useWords } from '../../hooks/usePage';
import type { Status } from './statusText';

export function StatusLine({ status, onCancel }: { status: Status | null; onCancel(): void }) {
  const { actions } = useWords();
  return (
    <div className="statusLine">
      <output className={status ? `status ${status.tone}` : 'status none'}>
        {status?.tone === 'busy' && <span className="spinner" aria-hidden="true" />}
        <span>
          {status?.text}
          {status && status.wakingSinceMs !== null && <Waking sinceMs={status.wakingSinceMs} />}
        </span>
      </output>
      {status?.cancellable && (
        <button type="button" className="quiet" onClick={onCancel}>
          {actions.cancel}
        </button>
      )}
    </div>
  );
}

/** The seconds are for the eye: a screen reader that heard each of them would say nothing else. */
function Waking({ sinceMs }: { sinceMs: number }) {
  const { status } = useWords();
  const seconds = useElapsed(sinceMs);
  return (
    <>
      <span aria-hidden="true" className="seconds">{` ${status.seconds({ seconds })}`}</span>
      <span>{` ${status.coldStart}`}</span>
    </>
  );
}
