import { useWords } from '../../hooks/usePage';
import type { Trouble } from '../../results/troubles';
import { Icon } from '../Icon';
import { Reason } from '../Reason';

/** So many reasons stand on one card. */
const MOST = 3;

/**
 * A workflow that fails on frames. Only the sentence is an alert, and it stays the same while that goes on:
 * how often it happens is told beside it.
 */
export function TroubleCard({ troubles, onDismiss }: { troubles: Trouble[]; onDismiss(): void }) {
  const { actions, workflow } = useWords();
  const shown = troubles.slice(0, MOST);
  return (
    <section className="card failure troubles" aria-label={workflow.trouble} data-testid="trouble">
      <Icon name="alert" />
      <div className="cardText">
        <p role="alert">
          <strong>{shown[0]?.words}</strong> <span>{workflow.troubleRemedy}</span>
        </p>
        {shown.map(({ key, words, reason, failed, of }, place) => (
          <div key={key}>
            {place > 0 && <p>{words}</p>}
            <Reason title={workflow.inFrames({ failed, of })} text={reason} />
          </div>
        ))}
      </div>
      <button type="button" aria-label={actions.dismiss} onClick={onDismiss}>
        <Icon name="close" />
      </button>
    </section>
  );
}
