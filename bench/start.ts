/**
 * `npm run bench:start`: how long `npm start` takes to the page, in a fresh clone with npm's packages in
 * place and nothing else: no model, no built page, no database. Then again, with all of it there.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printTable, type Row, saveReport } from '../kit/figures/report';
import { endedCpuMs } from '../kit/process/usage';
import { cloneTree } from '../kit/stack/clone';
import { startInClone } from '../kit/stack/start';

/** s, on two cores with nothing else to do. */
const BARS = { first: 60, second: 8 };
const POLL_MS = 50;

type Timed = { seconds: number; cpuSeconds: number; load: number; said: string };

async function time(root: string, env: Record<string, string>): Promise<Timed> {
  const [load = 0] = loadavg();
  const [startMs, startCpuMs] = [performance.now(), endedCpuMs()];
  const started = await startInClone(root, ['start'], env);
  try {
    await untilPage(started.url);
    const seconds = (performance.now() - startMs) / 1000;
    await started.stop();
    return { seconds, cpuSeconds: (endedCpuMs() - startCpuMs) / 1000, load, said: started.output() };
  } finally {
    await started.stop();
  }
}

/** What a person waits for. */
async function untilPage(url: string): Promise<void> {
  for (;;) {
    const page = await fetch(url).then(
      (response) => (response.ok ? response.text() : ''),
      () => '',
    );
    if (page.includes('<title>')) return;
    await sleep(POLL_MS);
  }
}

/**
 * CPU time tells what a busy machine hides: on two cores it takes half of that at least, and all of it at
 * most.
 */
function rowOf(which: 'first' | 'second', { seconds, cpuSeconds, load }: Timed): Row {
  return {
    figure: `${which} start, npm's packages in place`,
    measured: `${seconds.toFixed(1)} s`,
    bar: `≤ ${BARS[which]} s on two quiet cores`,
    holds: seconds <= BARS[which] ? 'yes' : 'no',
    'CPU s, its end included': cpuSeconds,
    'load before': load.toFixed(1),
  };
}

/** Of a first start alone: what comes, how large it is, and how far it has come. */
function whatItSays({ said }: Timed): Row {
  const lines = said.match(/^Fetching the model for .*, once: [\d.]+ MB/gm) ?? [];
  const percents = said.match(/^ {2}[\d.]+ of [\d.]+ MB, \d+ %$/gm) ?? [];
  return {
    figure: '  says what it loads, and how much',
    measured: `${lines.length} models, ${percents.length} lines of per cent`,
    bar: 'each',
    holds: lines.length > 0 && percents.length >= lines.length ? 'yes' : 'no',
  };
}

const USAGE = `npm run bench:start    npm start in a fresh clone, to the page, twice; takes a minute or two`;

async function main(): Promise<void> {
  if (process.argv.length > 2) return console.log(USAGE);
  const clone = cloneTree();
  const models = mkdtempSync(join(tmpdir(), 'sightline-first-models-'));
  const env = { SIGHTLINE_MODELS: models, MODEL: '' };
  try {
    const first = await time(clone.root, env);
    const second = await time(clone.root, env);
    console.log(first.said);
    const rows = [rowOf('first', first), whatItSays(first), rowOf('second', second)];
    printTable('npm start, to the page', rows);
    console.log(`As JSON: ${saveReport('start', { at: new Date().toISOString(), rows })}`);
    if (rows.some(({ holds }) => holds === 'no')) process.exitCode = 1;
  } finally {
    clone.remove();
    rmSync(models, { recursive: true, force: true });
  }
}

await main();
