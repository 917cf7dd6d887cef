/**
 * `npm test`: every check that minutes are enough for, each to its end, so that one run tells everything that is
 * wrong.
 * `--quick`: the first ones alone (`npm run check`). `--list`: their names, and nothing is run.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { quickSteps, runGroup, steps } from './test/steps';
import { add, exitCodeOf, lastLine, NOTHING } from './test/tally';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const reports = join('.sightline', 'reports');
mkdirSync(reports, { recursive: true });
const { quick, list } = parseArgs({
  options: { quick: { type: 'boolean' }, list: { type: 'boolean' } },
}).values;
const wanted = quick ? quickSteps(reports) : steps(reports);
if (list) {
  for (const { name } of wanted.flat()) console.log(name);
  process.exit();
}

let interrupted = false;
// Ctrl-C reaches the running step as well; the sum so far is still worth its line.
process.on('SIGINT', () => {
  interrupted = true;
});

let sum = NOTHING;
const summary: string[] = [];
for (const group of wanted) {
  if (interrupted) break;
  console.log(`\n── ${group.map(({ name }) => name).join(', and beside it ')}`);
  for (const { tally, line } of await runGroup(group)) {
    sum = add(sum, tally);
    summary.push(line);
  }
}

console.log(`\n${summary.join('\n')}`);
if (interrupted) console.log('Interrupted: the rest did not run.');
console.log(lastLine(sum));
process.exitCode = interrupted ? 130 : exitCodeOf(sum);
