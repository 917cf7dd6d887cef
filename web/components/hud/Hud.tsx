import { memo, useEffect, useState } from 'react';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useWords } from '../../hooks/usePage';
import { useReading } from '../../hooks/useReading';
import { copyText } from '../../platform/share';
import { listPriceOf } from '../../session/price';
import { useVisionStore } from '../../store/useVisionStore';
import { Trace } from '../results/Trace';
import { ToolIcon } from '../tools/ToolIcon';
import { hudRows, hudText } from './rows';

/**
 * What the session does, in figures, refreshed once a second and by nothing else: route and meter beside it change at
 * other moments. For the curious: nothing here is read out by itself.
 */
export const Hud = memo(() => {
  const words = useWords();
  const { hud } = useToolWords();
  const reading = useReading();
  const provider = useVisionStore(({ config }) =>
    config?.enhanced.available ? config.enhanced.provider : null,
  );
  if (!reading) return null;
  const { traffic } = useVisionStore.getState();
  const rows = hudRows(reading, traffic, provider && listPriceOf(provider), { ...words, hud });
  return (
    <section className="hud" aria-label={hud.title} data-testid="hud">
      <dl>
        {rows.map(({ name, label, value, trace }) => (
          <div key={name} data-figure={name}>
            <dt>{label}</dt>
            <dd>
              {value}
              {trace && <Trace trace={trace} />}
            </dd>
          </div>
        ))}
      </dl>
      <Copy text={() => hudText(rows)} />
    </section>
  );
});

/** Says for a moment what came of it. */
const SAID_MS = 2_000;

function Copy({ text }: { text(): string }) {
  const { hud } = useToolWords();
  const [copied, setCopied] = useState<boolean | null>(null);
  useEffect(() => {
    if (copied === null) return;
    const timer = setTimeout(() => setCopied(null), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const said = copied === null ? '' : copied ? hud.copied : hud.notCopied;
  return (
    <div className="hudCopy">
      <button type="button" className="quiet" onClick={() => void copyText(text()).then(setCopied)}>
        <ToolIcon name="copy" /> {hud.copy}
      </button>
      <output>{said}</output>
    </div>
  );
}
