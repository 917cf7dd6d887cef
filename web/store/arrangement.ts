/** How a person wants a workflow's lines: in which order, and which of them not at all. */
import { isRecord } from './deviceStorage';

/** Names of outputs. Those that `order` does not name come last, as the workflow has them. */
export type Arrangement = { order: string[]; hidden: string[] };
/** By the workflow's id, the one that was arranged last at the end. */
export type Arrangements = Record<string, Arrangement>;

const AS_IT_COMES: Arrangement = { order: [], hidden: [] };
/** Of workflows, and of names in one arrangement. */
const MOST_WORKFLOWS = 24;
const MOST_NAMES = 64;

type Named = { output: string };

/** What is shown, in the person's order, and what is hidden. */
export function arranged<Line extends Named>(
  lines: readonly Line[],
  { order, hidden }: Arrangement,
): { shown: Line[]; hidden: Line[] } {
  const places = new Map(order.map((output, place) => [output, place]));
  const placeOf = ({ output }: Line) => places.get(output) ?? order.length;
  const sorted = [...lines].sort((a, b) => placeOf(a) - placeOf(b));
  const isHidden = ({ output }: Named) => hidden.includes(output);
  return { shown: sorted.filter((line) => !isHidden(line)), hidden: sorted.filter(isHidden) };
}

/** @param outputs all names, in the order of the moment. @param by places: -1 is one up */
export function moved(outputs: readonly string[], output: string, by: number): string[] {
  const others = outputs.filter((each) => each !== output);
  const place = Math.max(0, Math.min(others.length, outputs.indexOf(output) + by));
  return [...others.slice(0, place), output, ...others.slice(place)];
}

/** Own properties alone: a workflow may be called `constructor`. */
export function arrangementOf(all: Arrangements, workflow: string): Arrangement {
  return Object.hasOwn(all, workflow) ? (all[workflow] ?? AS_IT_COMES) : AS_IT_COMES;
}

/** With this arrangement in place of an older one; of too many the one left alone the longest is forgotten. */
export function withArrangement(all: Arrangements, workflow: string, changed: Arrangement): Arrangements {
  const others = Object.entries(all).filter(([id]) => id !== workflow);
  const bounded = {
    order: changed.order.slice(0, MOST_NAMES),
    hidden: changed.hidden.slice(0, MOST_NAMES),
  };
  return Object.fromEntries([...others.slice(1 - MOST_WORKFLOWS), [workflow, bounded]]);
}

export function areArrangements(value: unknown): boolean {
  const all = isRecord(value) ? Object.values(value) : null;
  return all !== null && all.length <= MOST_WORKFLOWS && all.every(isArrangement);
}

function isArrangement(value: unknown): boolean {
  return isRecord(value) && areNames(value.order) && areNames(value.hidden);
}

function areNames(value: unknown): boolean {
  const isName = (name: unknown) => typeof name === 'string' && name.length <= 1_000;
  return Array.isArray(value) && value.length <= MOST_NAMES && value.every(isName);
}
