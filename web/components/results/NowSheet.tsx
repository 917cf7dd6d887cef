/** What is in view, what of it is shown, and what of it can be taken home. In a file of its own. */
import { useState } from 'react';
import { type SeenClass, saveSession, useIsFiltered, useSeenClasses } from '../../hooks/results/useTaking';
import { classWords, thingWords } from '../../hooks/results/useThing';
import { thingsNow } from '../../hooks/results/useThingsNow';
import { useToolWords } from '../../hooks/tools/useToolWords';
import { useWords } from '../../hooks/usePage';
import { setAsked, setFilter, useVisionStore } from '../../store/useVisionStore';
import { LeastSure } from '../settings/LeastSure';
import { Sheet } from '../sheets/Sheet';
import { Trace } from './Trace';

export function NowSheet({ onClose }: { onClose(): void }) {
  const { rail } = useToolWords();
  return (
    <Sheet title={rail.results} onClose={onClose}>
      <div className="sheetScroll">
        <InView />
        <FilterChoice />
        <TakeHome />
      </div>
    </Sheet>
  );
}

/** The way to a thing without a finger on its box. */
function InView() {
  const { seen } = useToolWords();
  const { results } = useWords();
  // As it was when the sheet was opened: a list that changes under the finger cannot be used.
  const [things] = useState(thingsNow);
  const isFiltered = useIsFiltered();
  if (things.length === 0) return <p role="status">{isFiltered ? seen.hiddenNow : results.nothing}</p>;
  return (
    <ul className="findings" aria-label={seen.now}>
      {things.map((thing, index) => {
        const { name, tag, text, percent } = thingWords(thing);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two of the same may be in view, and the list never changes
          <li key={index}>
            <button type="button" className="finding" onClick={() => setAsked(thing)}>
              <span className="findingName">{[name, tag].filter(Boolean).join(' ')}</span>
              <span className="findingText">{text ?? ''}</span>
              <span className="findingSure">{percent !== null && results.confidence({ percent })}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function FilterChoice() {
  const { seen } = useToolWords();
  const classes = useSeenClasses();
  return (
    <fieldset className="filter">
      <legend>{seen.classes}</legend>
      {classes.map((each) => (
        <ClassChoice key={each.name} {...each} />
      ))}
      <LeastSure />
    </fieldset>
  );
}

function ClassChoice({ name, most, trace }: SeenClass) {
  const { seen } = useToolWords();
  const filter = useVisionStore((state) => state.filter);
  const isHidden = filter.hidden.includes(name);
  const others = filter.hidden.filter((each) => each !== name);
  return (
    <label className="classChoice">
      <input
        type="checkbox"
        checked={!isHidden}
        onChange={() => setFilter({ ...filter, hidden: isHidden ? others : [...others, name] })}
      />
      <span>{classWords(name)}</span>
      <Trace trace={trace} />
      <small>{seen.most({ count: most })}</small>
    </label>
  );
}

function TakeHome() {
  const { seen } = useToolWords();
  const [isEmpty, say] = useState(false);
  return (
    <section aria-label={seen.take}>
      <h3>{seen.take}</h3>
      <div className="sheetActions">
        {(['json', 'counts', 'things'] as const).map((kind) => (
          <button key={kind} type="button" className="quiet" onClick={() => say(!saveSession(kind))}>
            {seen[kind]}
          </button>
        ))}
        <p role="status">{isEmpty && seen.nothingYet}</p>
      </div>
    </section>
  );
}
