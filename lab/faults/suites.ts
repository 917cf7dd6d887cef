/** `--suite NAME`: the fault suites, each by itself; `all` is one after the other. */
import type { Lab } from '../network/lab';
import { LabError } from '../network/shell';
import type { Services } from '../services/services';
import { account } from './account';
import { aiortc } from './aiortc';
import { chaos } from './chaos';
import { isMet, keepReport, printFigures, type SuiteResult } from './common/figure';
import type { Stage } from './common/stage';
import { doctor } from './doctor/doctor';
import { lasting } from './lasting';
import { onoff } from './onoff';
import { opens } from './opens';
import { recovery } from './recovery';
import { renewal } from './renewal';
import { sent } from './sent';
import { shown } from './shown';
import { speed } from './speed';
import { stall } from './stall';
import { taps } from './taps';
import { toggle } from './toggle';

const SUITES: Record<string, (stage: Stage) => Promise<SuiteResult>> = {
  recovery,
  toggle,
  speed,
  aiortc,
  renewal,
  onoff,
  lasting,
  stall,
  chaos,
  doctor,
  account,
  sent,
  shown,
  taps,
  opens,
};

export const SUITE_NAMES = Object.keys(SUITES);

/** @returns how many figures miss their bar. @throws RangeError for a name that is none. */
export async function runSuites(wanted: string, lab: Lab, services: Services): Promise<number> {
  const { faultProxy } = services;
  if (faultProxy === null) throw new LabError('The fault suites need the fault proxy.');
  const names = wanted === 'all' ? SUITE_NAMES : wanted.split(',');
  let missed = 0;
  for (const name of names) {
    const suite = SUITES[name];
    if (!suite)
      throw new RangeError(`--suite does not know ${name}. There are: ${SUITE_NAMES.join(', ')}, all.`);
    console.log(`\n── ${name}`);
    const result = await suite({ lab, services, faultProxy });
    await faultProxy.reset();
    printFigures(result.figures);
    console.log(`Details: ${keepReport(name, result)}`);
    missed += result.figures.filter((figure) => !isMet(figure)).length;
  }
  return missed;
}
