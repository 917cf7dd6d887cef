/** Words on the terminal, and the arguments that the lab's commands share. */
import { medianMs } from '../kit/figures/statistics';
import type { Dial } from './dialling/dial';

/** `851 direct/UDP 10/10`; several routes are named where the dials went different ways. */
export function cell(dials: readonly Dial[]): string {
  const reached = dials.filter(({ ok }) => ok);
  const share = `${reached.length}/${dials.length}`;
  if (reached.length === 0) return `fails ${share}`;
  const routes = [...new Set(reached.map(({ route }) => route))];
  return `${medianMs(reached.map(({ ms }) => ms))} ${routes.join(', ')} ${share}`;
}

/** The value after `--flag`, or null. */
export function argument(flag: string): string | null {
  const at = process.argv.indexOf(flag);
  return at < 0 ? null : (process.argv[at + 1] ?? null);
}

/** `--flag a,b` leaves these of all; a name that is not there is an error, never an empty run. */
export function choice<T extends string>(flag: string, all: readonly T[]): readonly T[] {
  const wanted = argument(flag)?.split(',');
  if (wanted === undefined) return all;
  const unknown = wanted.filter((name) => !all.some((one) => one === name));
  if (unknown.length > 0) {
    throw new RangeError(`${flag} does not know ${unknown.join(', ')}. There are: ${all.join(', ')}.`);
  }
  return all.filter((name) => wanted.includes(name));
}
