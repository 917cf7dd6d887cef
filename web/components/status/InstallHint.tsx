import { useInstallHint } from '../../hooks/useInstallHint';

/** Offered after the first success, never before: nobody installs what has not worked yet. */
export function InstallHint() {
  const { offer, install, dismiss } = useInstallHint();
  if (offer === 'none') return null;
  return (
    <section className="card" aria-label="Install">
      <p className="cardText">
        <strong>Keep Sightline at hand.</strong>{' '}
        {offer === 'prompt' ? 'Add it to your home screen.' : 'Tap Share, then Add to Home Screen.'}
      </p>
      <div className="cardActions">
        <button type="button" className="quiet" onClick={dismiss}>
          Not now
        </button>
        {offer === 'prompt' && (
          <button type="button" className="primary" onClick={install}>
            Add
          </button>
        )}
      </div>
    </section>
  );
}
