/** Which things a person wants to see. */
import type { Thing } from '../kinds/model';

/** `hidden`: classes, as the workflow writes them. `least`: confidence, 0 to 1; a thing without one stays. */
export type Filter = { hidden: readonly string[]; least: number };

export const ALL: Filter = { hidden: [], least: 0 };

/** Whether it may leave anything out. */
export const isOn = ({ hidden, least }: Filter): boolean => hidden.length > 0 || least > 0;

/** The same object where nothing is left out. */
export function filtered<Seen extends { things: readonly Thing[] }>(seen: Seen, filter: Filter): Seen {
  if (!isOn(filter)) return seen;
  const things = seen.things.filter(
    ({ name, confidence }) => !filter.hidden.includes(name) && (confidence ?? 1) >= filter.least,
  );
  return things.length === seen.things.length ? seen : { ...seen, things };
}

type Listener<Result> = (result: Result) => void;

/** A session whose results are filtered before anyone hears of them, whatever peer they come from. */
export function filteredSource<Result extends { things: readonly Thing[] }, State>(
  source: {
    readonly state: State;
    onResult(listener: Listener<Result>): () => void;
    onState(listener: Listener<State>): () => void;
  },
  filter: () => Filter,
): typeof source {
  // Of one result all who listen get the same.
  let last: { result: Result; by: Filter; seen: Result } | null = null;
  const seenOf = (result: Result) => {
    const by = filter();
    if (last?.result !== result || last.by !== by) last = { result, by, seen: filtered(result, by) };
    return last.seen;
  };
  return {
    get state() {
      return source.state;
    },
    onResult: (listener) => source.onResult((result) => listener(seenOf(result))),
    onState: (listener) => source.onState(listener),
  };
}
