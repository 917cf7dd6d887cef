/** What opens from the readouts, in a file of its own: most visits open none. */
import type { useArrangement } from '../../hooks/results/useArrangement';
import { useWords } from '../../hooks/usePage';
import type { Line } from '../../results/screenFeed';
import { Sheet } from '../sheets/Sheet';
import { ToolIcon } from '../tools/ToolIcon';
import { TextActions } from './TextActions';

type TextProps = { name: string; text: string | null; onClose(): void };

/** All that an output said when it was opened: a text that changes under the eye cannot be read. */
export function TextSheet({ name, text, onClose }: TextProps) {
  const { readouts } = useWords();
  return (
    <Sheet title={name} onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without a mouse by the keyboard alone */}
      <pre className="wholeText" tabIndex={0}>
        {text ?? readouts.gone}
      </pre>
      {text !== null && <TextActions text={text} />}
    </Sheet>
  );
}

type ArrangeProps = Pick<
  ReturnType<typeof useArrangement<Line>>,
  'shown' | 'hidden' | 'move' | 'hide' | 'show'
> & { onClose(): void };

/** Which lines, in which order. Each button says what it does to which. */
export function ArrangeSheet({ shown, hidden, move, hide, show, onClose }: ArrangeProps) {
  const { readouts } = useWords();
  return (
    <Sheet title={readouts.arrange} onClose={onClose}>
      <ul className="arrangeLines">
        {[...shown, ...hidden].map(({ output, name }, place) => {
          const isShown = place < shown.length;
          return (
            <li key={output}>
              <label className="arrangeName">
                <input
                  type="checkbox"
                  aria-label={`${readouts.show}: ${name}`}
                  checked={isShown}
                  onChange={() => (isShown ? hide(output) : show(output))}
                />
                {name}
              </label>
              <Mover
                label={`${readouts.up}: ${name}`}
                icon="up"
                off={!isShown || place === 0}
                onPress={() => move(output, -1)}
              />
              <Mover
                label={`${readouts.down}: ${name}`}
                icon="down"
                off={!isShown || place === shown.length - 1}
                onPress={() => move(output, 1)}
              />
            </li>
          );
        })}
      </ul>
    </Sheet>
  );
}

type MoverProps = { label: string; icon: 'up' | 'down'; off: boolean; onPress(): void };

/** Out of reach rather than disabled at the list's end: a disabled one would let go of the focus. */
function Mover({ label, icon, off, onPress }: MoverProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-disabled={off || undefined}
      onClick={() => off || onPress()}
    >
      <ToolIcon name={icon} />
    </button>
  );
}
