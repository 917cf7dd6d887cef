import { useInstallHint } from '../../hooks/useInstallHint';
import { useWords } from '../../hooks/usePage';

/** Offered after the first success, never before: nobody installs what has not worked yet. */
export function InstallHint() {
  const { actions, install: texts } = useWords();
  const { offer, install, dismiss } = useInstallHint();
  if (offer === 'none') return null;
  return (
    <section className="card" aria-label={texts.title}>
      <p className="cardText">
        <strong>{texts.why}</strong> {offer === 'prompt' ? texts.byPrompt : texts.byHand}
      </p>
      <div className="cardActions">
        <button type="button" className="quiet" onClick={dismiss}>
          {actions.notNow}
        </button>
        {offer === 'prompt' && (
          <button type="button" className="primary" onClick={install}>
            {actions.add}
          </button>
        )}
      </div>
    </section>
  );
}
