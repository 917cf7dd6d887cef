/** All that is known of one thing, in a file of its own. */
import type { ThingWords } from '../../hooks/results/useThing';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useWords } from '../../hooks/usePage';
import { Sheet } from '../sheets/Sheet';
import { TextActions } from './TextActions';

type Props = { thing: ThingWords; onClose(): void };

/** As it was when it was tapped: what changes under the eye cannot be read. */
export function ThingSheet({ thing, onClose }: Props) {
  const { thing: words } = useToolWords();
  const { results } = useWords();
  const { name, tag, text, percent, place } = thing;
  return (
    <Sheet title={name} onClose={onClose}>
      {text && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and without a mouse by the keyboard alone
        <pre className="wholeText" tabIndex={0}>
          {text}
        </pre>
      )}
      <dl className="facts">
        {percent !== null && <Fact name={words.sure} value={results.confidence({ percent })} />}
        {tag && <Fact name={words.tag} value={tag} />}
        <Fact name={words.place} value={words.at(place)} />
      </dl>
      {text && <TextActions text={text} />}
    </Sheet>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
