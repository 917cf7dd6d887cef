import { useArrangement } from '../../hooks/results/useArrangement';
import { useOpened } from '../../hooks/tools/useOpened';
import { useWords } from '../../hooks/usePage';
import type { Line } from '../../results/screenFeed';
import { ToolIcon } from '../tools/ToolIcon';
import { Trace } from './Trace';

type Props = {
  lines: Line[];
  /** Under what name their arrangement is kept. */
  workflow: string;
  /** All that an output says; null where it is gone. */
  textOf(output: string): string | null;
};

/** Loaded when the first one is opened. */
type Sheets = typeof import('./ReadoutSheets');
const loadSheets = () => import('./ReadoutSheets');
type Opened = { kind: 'arrange' } | { kind: 'text'; name: string; text: string | null };

/** What a workflow returns besides drawn things, an output a line, as the person has arranged them. */
export function Readouts({ lines, workflow, textOf }: Props) {
  const { readouts } = useWords();
  const arrangement = useArrangement(workflow, lines);
  const { opened, part: sheets, open, close } = useOpened<Opened, Sheets>(loadSheets);
  const { shown, hidden, showAll } = arrangement;
  const openText = ({ name, output }: Line) => open({ kind: 'text', name, text: textOf(output) });
  return (
    <>
      {lines.length > 0 && (
        <section className="readouts" aria-label={readouts.title} data-testid="readouts">
          <ul className="readoutLines" tabIndex={shown.length > 3 ? 0 : undefined}>
            {shown.map((line) => (
              <ReadoutLine key={line.output} line={line} onOpen={() => openText(line)} />
            ))}
            {hidden.length > 0 && (
              <li>
                <button type="button" className="readout opens" onClick={showAll}>
                  {readouts.hidden({ count: hidden.length })}
                </button>
              </li>
            )}
          </ul>
          <button
            type="button"
            className="arrange"
            aria-label={readouts.arrange}
            onClick={() => open({ kind: 'arrange' })}
          >
            <ToolIcon name="arrange" />
          </button>
        </section>
      )}
      {sheets && opened?.kind === 'text' && <sheets.TextSheet {...opened} onClose={close} />}
      {sheets && opened?.kind === 'arrange' && <sheets.ArrangeSheet {...arrangement} onClose={close} />}
    </>
  );
}

function ReadoutLine({ line, onOpen }: { line: Line; onOpen(): void }) {
  const { output, name, value, unit, trace, opens } = line;
  const said = (
    <>
      <span className="readoutName">{name}</span>
      <Trace trace={trace} />
      <span className="readoutValue">
        {value}
        {unit && <small>{` ${unit}`}</small>}
      </span>
    </>
  );
  return (
    <li data-output={output}>
      {opens ? (
        <button type="button" className="readout opens" aria-haspopup="dialog" onClick={onOpen}>
          {said}
        </button>
      ) : (
        <div className="readout">{said}</div>
      )}
    </li>
  );
}
