import { useWords } from '../../hooks/usePage';

/** Why a press did nothing, in one sentence. Stays until it is read away or another press comes. */
export function Notice({ text, onDismiss }: { text: string; onDismiss(): void }) {
  const { actions } = useWords();
  return (
    <div className="card notice" role="alert">
      <p className="cardText">{text}</p>
      <div className="cardActions">
        <button type="button" className="quiet" onClick={onDismiss}>
          {actions.dismiss}
        </button>
      </div>
    </div>
  );
}
