/** `--suite NAME`: the fault suites, each by itself; `all` is one after the other. */
import type { Lab } from '../lab';
import type { Services } from '../services/services';
import { LabError } from '../shell';
import { chaos } from './chaos';
import { isMet, keepReport, printFigures, type SuiteResult } from './figure';
import { onoff } from './onoff';
import { aiortc } from './peers';
import { recovery } from './recovery';
import { renewal } from './renewal';
import { speed } from './speed';
import type { Stage } from './stage';
import { stall } from './stall';
import { toggle } from './toggle';

const SUITES: Record<string, (stage: Stage) => Promise<SuiteResult>> = {
  recovery,
  toggle,
  speed,
  aiortc,
  renewal,
  onoff,
  stall,
  chaos,
};

export const SUITE_NAMES = Object.keys(SUITES);

/** @returns how many figures miss their bar. @throws RangeError for a name that is none. */
export async function runSuites(wanted: string, lab: Lab, services: Services): Promise<number> {
  const { front } = services;
  if (front === null) throw new LabError('The fault suites need the front.');
  const names = wanted === 'all' ? SUITE_NAMES : wanted.split(',');
  let missed = 0;
  for (const name of names) {
    const suite = SUITES[name];
    if (!suite)
      throw new RangeError(`--suite does not know ${name}. There are: ${SUITE_NAMES.join(', ')}, all.`);
    console.log(`\n── ${name}`);
    const result = await suite({ lab, services, front });
    await front.reset();
    printFigures(result.figures);
    console.log(`Details: ${keepReport(name, result)}`);
    missed += result.figures.filter((figure) => !isMet(figure)).length;
  }
  return missed;
}
