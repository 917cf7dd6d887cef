/**
 * The lab: `npx tsx lab/run.ts [--dials 10] [--only a,b] [--ways enh,off]` prints networks × ways to connect.
 * `--suite NAME` (or `all`): what happens when something breaks; see faults/suites.ts.
 * `--once`: one dial with ENH in each network, and six runs of the connection check, as `npm test` does; its
 * last line counts passed, failed and skipped.
 */
import { printTable, saveReport } from '../kit/figures/report';
import { medianMs } from '../kit/figures/statistics';
import { inNetwork } from './dialling/browser';
import { type Dial, dial, WAYS, type Way } from './dialling/dial';
import type { Stage } from './faults/common/stage';
import { SIX } from './faults/doctor/cases';
import { look } from './faults/doctor/look';
import { runSuites, SUITE_NAMES } from './faults/suites';
import { type Lab, openLab } from './network/lab';
import { NETWORK_NAMES, NETWORKS, type Network, type NetworkName } from './network/networks';
import { LabError } from './network/shell';
import { argument, cell, choice } from './report';
import { type Services, startServices } from './services/services';
import { isSkipped, whyNoLab } from './support';
import { USAGE, wantsHelp } from './usage';

export type Count = { passed: number; failed: number; skipped: number };
type Row = { network: Network; dials: Dial[] };

/** The ways take turns, so that a busy moment of the machine meets them all. */
function dialIn(
  lab: Lab,
  services: Services,
  name: NetworkName,
  ways: readonly Way[],
  times: number,
): Promise<Dial[]> {
  return inNetwork({ lab, services }, [name], async (browser) => {
    const dials: Dial[] = [];
    for (let i = 0; i < times; i++) for (const way of ways) dials.push(await dial(browser, way));
    return dials;
  });
}

async function inLab<T>(work: (lab: Lab, services: Services) => Promise<T>, withFaults = false): Promise<T> {
  const lab = await openLab();
  try {
    const services = await startServices(withFaults);
    try {
      return await work(lab, services);
    } finally {
      await services.stop();
    }
  } finally {
    lab.close();
  }
}

/** What is wrong with a dial by ENH; null where nothing is. Where direct cannot cross, boxes by another route
 * than the relay would mean that the lab leaks. */
function enhProblem({ direct, inspected, filter }: Network, { ok, route, error }: Dial): string | null {
  if (!ok) return error ?? 'no result';
  if (!direct && !route.startsWith('relay/')) return `went ${route}, past the NAT under test`;
  if (inspected && route !== 'relay/TLS 443') return `went ${route}, past the inspector`;
  if (filter === '443-only' && !route.endsWith(' 443')) return `went ${route}, past the firewall`;
  return null;
}

/** Each of the nine networks once, with ENH, and six runs of the check. Never throws for one that fails: it
 * counts. */
export async function dialEachOnce(names: readonly NetworkName[] = NETWORK_NAMES): Promise<Count> {
  const reason = whyNoLab();
  if (reason !== null) {
    console.log(reason);
    return { passed: 0, failed: 0, skipped: names.length + pairsOf(names).length };
  }
  return inLab(async (lab, services) => {
    const { faultProxy } = services;
    if (faultProxy === null) throw new LabError('The check’s faults need the fault proxy.');
    const outcomes: boolean[] = [];
    for (const name of names) outcomes.push(...(await onceIn({ lab, services, faultProxy }, name)));
    const passed = outcomes.filter(Boolean).length;
    return { passed, failed: outcomes.length - passed, skipped: 0 };
  }, true);
}

const pairsOf = (names: readonly NetworkName[]) => SIX.filter(({ network }) => names.includes(network));

/** @returns what was right: the dial, and each run of the check there. */
function onceIn(stage: Stage, name: NetworkName): Promise<boolean[]> {
  const network = NETWORKS[name];
  return inNetwork(stage, [name], async (browser, site) => {
    const made = await dial(browser, 'enh');
    const problem = enhProblem(network, made);
    console.log(`${network.title}: ${problem ?? `${made.ms} ms, ${made.words ?? made.route}`}`);
    const outcomes = [problem === null];
    for (const one of pairsOf([name])) {
      const { verdict, ms } = await look(stage, site, browser, one);
      const right = verdict === one.expected;
      const words = right ? verdict : `${verdict} in place of ${one.expected}`;
      console.log(`${network.title}, ${one.what}: ${words} (${ms} ms)`);
      outcomes.push(right);
    }
    return outcomes;
  });
}

function printRows(rows: Row[], ways: readonly Way[], times: number): void {
  const table = rows.map(({ network, dials }) => {
    const cells = ways.map((way) => [way, cell(dials.filter((one) => one.way === way))]);
    return { network: network.title, ...Object.fromEntries(cells) };
  });
  printTable(
    `Median ms from the click to the first result, route, dials that got there; ${times} each, interleaved.`,
    table,
  );
  if (!ways.includes('off')) return;
  console.log(
    '\nENH off where direct does not cross: told after the answer; boxes after the tap on "Use ENH" (medians)',
  );
  for (const { network, dials } of rows) {
    const failed = dials.filter(({ way, ok }) => way === 'off' && !ok);
    if (failed.length === 0) continue;
    const told = medianMs(failed.map(({ toldMs }) => toldMs));
    const rescued = failed.filter(({ rescueMs }) => rescueMs !== null);
    const boxes = medianMs(rescued.map(({ rescueMs }) => rescueMs));
    console.log(
      `  ${network.title}: told ${told ?? '-'} ms, boxes ${boxes ?? '-'} ms, ${rescued.length}/${failed.length} rescued`,
    );
  }
}

function problemsOf(rows: Row[]): string[] {
  return rows.flatMap(({ network, dials }) =>
    dials
      .filter(({ way }) => way.startsWith('enh'))
      .map((one) => ({ one, problem: enhProblem(network, one) }))
      .filter(({ problem }) => problem !== null)
      .map(({ one, problem }) => `${network.title}, ${one.way}: ${problem}`),
  );
}

/** Every dial with its marks, for whoever wants to know where the time goes. */
function keep(rows: Row[]): void {
  saveReport(
    'lab',
    rows.map(({ network, dials }) => ({ network: network.name, dials })),
  );
}

async function wholeTable(): Promise<number> {
  if (isSkipped(NETWORK_NAMES.length)) return 0;
  const names = choice('--only', NETWORK_NAMES);
  const ways = choice('--ways', WAYS);
  const times = Number(argument('--dials') ?? 10);
  if (!Number.isInteger(times) || times < 1) throw new RangeError('--dials takes a whole number from 1.');
  const rows = await inLab(async (lab, services) => {
    const made: Row[] = [];
    for (const name of names) {
      made.push({ network: NETWORKS[name], dials: await dialIn(lab, services, name, ways, times) });
      console.log(`${NETWORKS[name].title}: done`);
    }
    return made;
  });
  printRows(rows, ways, times);
  keep(rows);
  const problems = problemsOf(rows);
  for (const problem of problems) console.log(`FAILED ${problem}`);
  const reached = rows.filter((row) => problemsOf([row]).length === 0).length;
  console.log(`${reached} passed, ${rows.length - reached} failed, 0 skipped`);
  return problems.length;
}

async function suites(wanted: string): Promise<void> {
  if (isSkipped(wanted === 'all' ? SUITE_NAMES.length : wanted.split(',').length)) return;
  if ((await inLab((lab, services) => runSuites(wanted, lab, services), true)) > 0) process.exitCode = 1;
}

async function main(): Promise<void> {
  if (wantsHelp(process.argv.slice(2))) return console.log(USAGE);
  const wanted = argument('--suite');
  if (wanted !== null) return suites(wanted);
  if (!process.argv.includes('--once')) {
    if ((await wholeTable()) > 0) process.exitCode = 1;
    return;
  }
  const { passed, failed, skipped } = await dialEachOnce(choice('--only', NETWORK_NAMES));
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0) process.exitCode = 1;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  main().catch((thrown: unknown) => {
    console.error(thrown instanceof Error ? thrown.message : thrown);
    process.exitCode = 1;
  });
}
