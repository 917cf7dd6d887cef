import { useUpdate } from '../../hooks/useUpdate';

export function UpdateToast() {
  const { ready, reload, dismiss } = useUpdate();
  if (!ready) return null;
  return (
    <section className="card" role="status" aria-label="Update">
      <p className="cardText">A new version is ready.</p>
      <div className="cardActions">
        <button type="button" className="quiet" onClick={dismiss}>
          Later
        </button>
        <button type="button" className="primary" onClick={() => void reload()}>
          Update
        </button>
      </div>
    </section>
  );
}
