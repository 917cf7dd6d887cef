import { useWords } from '../../hooks/usePage';
import { useUpdate } from '../../hooks/useUpdate';

export function UpdateToast() {
  const { actions, update } = useWords();
  const { ready, reload, dismiss } = useUpdate();
  if (!ready) return null;
  return (
    <section className="card" role="status" aria-label={update.title}>
      <p className="cardText">{update.ready}</p>
      <div className="cardActions">
        <button type="button" className="quiet" onClick={dismiss}>
          {actions.later}
        </button>
        <button type="button" className="primary" onClick={() => void reload()}>
          {actions.update}
        </button>
      </div>
    </section>
  );
}
