/**
 * `npx tsx bench/codes.ts [--shots 25] [--effort thorough|fast|qr] [--only moderate,…]`: the share of codes
 * that the worker's own reading path reads in 640×480 frames, by symbology and by what the camera did to
 * them. Each frame goes in as I420, as a decoded video frame does. `thorough` is what the workflow `codes`
 * does.
 */
import { parseArgs } from 'node:util';
import { createRandom } from '../kit/figures/random';
import { printTable, type Row, saveReport } from '../kit/figures/report';
import { allBarcodes, type CodePools, createCodeReader } from '../worker/detect/codes/code-reader';
import type { Effort } from '../worker/detect/codes/zxing';
import { ThreadPool } from '../worker/detect/threads/thread-pool';
import type { Detector } from '../worker/detect/types';
import { toI420 } from '../worker/testing/scene';
import { HEIGHT, photograph, WIDTH } from './codes/camera';
import { CONDITIONS, type Condition, MODERATE } from './codes/conditions';
import { SYMBOLOGIES, type Symbology } from './codes/symbols';

type Tally = { shots: number; read: number; wrong: number; tookMs: number };

async function measure(
  reader: Detector,
  symbology: Symbology,
  condition: Condition,
  shots: number,
): Promise<Tally> {
  const tally = { shots, read: 0, wrong: 0, tookMs: 0 };
  for (let seed = 0; seed < shots; seed += 1) {
    const random = createRandom(seed);
    const symbol = symbology.encode(random);
    const luma = await photograph(symbol, condition.shot(symbol, random), random);
    const data = toI420({ width: WIDTH, height: HEIGHT, luma, codes: [] });
    const startMs = performance.now();
    const sighting = await reader.detectNewest(() => ({ width: WIDTH, height: HEIGHT, rotation: 0, data }));
    tally.tookMs += performance.now() - startMs;
    const texts = (sighting?.predictions ?? []).map((each) => each.data);
    if (texts.includes(symbol.text)) tally.read += 1;
    tally.wrong += texts.filter((text) => text !== symbol.text).length;
  }
  return tally;
}

function sum(tallies: Tally[]): Tally {
  const total = (key: keyof Tally) => tallies.reduce((all, tally) => all + tally[key], 0);
  return { shots: total('shots'), read: total('read'), wrong: total('wrong'), tookMs: total('tookMs') };
}

function toRow(name: string, tallies: Map<string, Tally[]>): Row {
  const row: Row = { symbology: name };
  for (const [condition, all] of tallies) {
    const { read, shots } = sum(all);
    row[condition] = (read / shots).toFixed(2);
  }
  const { wrong, tookMs, shots } = sum([...tallies.values()].flat());
  return { ...row, 'read wrong': wrong, 'ms a frame': tookMs / shots };
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: { shots: { ...text, default: '25' }, effort: { ...text, default: 'thorough' }, only: text },
  });
  const entry = new URL('../worker/detect/codes/code-thread.ts', import.meta.url).href;
  const pool: CodePools['live'] = new ThreadPool({ size: 1, entry, jobLimitMs: 10_000, maxWaiting: 8 });
  await pool.open();
  const effort = values.effort as Effort;
  const reader = createCodeReader({ live: pool, photos: pool }, { effort, naming: allBarcodes });
  const only = values.only?.split(',');
  const conditions = CONDITIONS.filter(({ name }) => name === MODERATE || (only?.includes(name) ?? true));
  const all = new Map(conditions.map(({ name }) => [name, [] as Tally[]]));
  const rows: Row[] = [];
  for (const symbology of SYMBOLOGIES) {
    const own = new Map<string, Tally[]>();
    for (const condition of conditions) {
      const tally = await measure(reader, symbology, condition, Number(values.shots));
      own.set(condition.name, [tally]);
      all.get(condition.name)?.push(tally);
    }
    rows.push(toRow(symbology.name, own));
  }
  await pool.close();
  rows.push(toRow('all', all));
  printTable(`Codes read by "${effort}", ${values.shots} frames of 640×480 px a cell`, rows);
  const { read, shots } = sum(all.get(MODERATE) ?? []);
  console.log(`\nRecall under moderate blur and noise: ${(read / shots).toFixed(3)} (asked: 0.95)`);
  console.log(`As JSON: ${saveReport(`codes-bench-${effort}`, { effort, rows, moderate: read / shots })}`);
  process.exitCode = read / shots >= 0.95 ? 0 : 1;
}

await main();
