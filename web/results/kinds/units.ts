/** What a number counts, where its output's name says so: nothing else on the wire does. */
import { inWords } from './text';

const UNITS = new Map([
  ['percent', '%'],
  ['percentage', '%'],
  ['ms', 'ms'],
  ['milliseconds', 'ms'],
  ['seconds', 's'],
  ['minutes', 'min'],
  ['hours', 'h'],
  ['px', 'px'],
  ['pixels', 'px'],
  ['mm', 'mm'],
  ['cm', 'cm'],
  ['meters', 'm'],
  ['metres', 'm'],
  ['degrees', '°'],
  ['fps', 'fps'],
  ['kmh', 'km/h'],
  ['mph', 'mph'],
]);

/** By the last word: `dwell_seconds`. */
export function unitOf(output: string): string | null {
  return UNITS.get(inWords(output).split(' ').at(-1)?.toLowerCase() ?? '') ?? null;
}
