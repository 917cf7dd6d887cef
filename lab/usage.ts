/** The lab's command line. A whole table takes an hour: what is not understood ends at once. */
import { parseArgs } from 'node:util';
import { SUITE_NAMES } from './faults/suites';
import { NETWORK_NAMES } from './network/networks';

export const USAGE = `npm run lab                     networks × ways to connect
  --dials 10                    of each
  --only ${NETWORK_NAMES.slice(0, 2).join(',')},…            some of ${NETWORK_NAMES.join(', ')}
  --ways enh,off,…              some of the ways
  --once                        one dial with ENH in each network
npm run lab -- --suite NAME,…   what happens when something breaks: ${SUITE_NAMES.join(', ')}, all
  --times --minutes --parts --networks --faults --seed --scene --scenes    see README.md beside this file
  --dist FOLDER                 another build of the page than dist/`;

const TEXTS = 'dials only ways suite times minutes parts networks faults seed dist scene scenes'.split(' ');

/** @returns whether help is asked for. @throws TypeError where a flag is none. */
export function wantsHelp(args: string[]): boolean {
  const texts = Object.fromEntries(TEXTS.map((name) => [name, { type: 'string' } as const]));
  const flags = { once: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  return parseArgs({ args, options: { ...texts, ...flags } }).values.help === true;
}
