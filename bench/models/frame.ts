/** One frame, I420 in and boxes out, beside a bare run of the same model; in turns, so that a busy spell meets both. */
import type { Row } from '../../kit/figures/report';
import { median } from '../../kit/figures/statistics';
import { asFrame, toI420 } from '../../kit/models/pictures';
import { readModelFile } from '../../worker/detect/objects/model/file';
import { ObjectModel } from '../../worker/detect/objects/model/object-model';
import { UPRIGHT } from '../../worker/media/upright';
import { openBare, SIZE } from '../worker/bare';
import { line } from './bar';

const ROUNDS = 30;
const RUNS = 3;
const BAR = 1.25;

export async function measureFrame(path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const threads of [1, 2]) rows.push(await measureThreads(path, threads));
  return rows;
}

async function measureThreads(path: string, threads: number): Promise<Row> {
  const file = await readModelFile(path, null);
  const model = await ObjectModel.open(file, { confidence: 0.4, iou: 0.45 }, threads);
  const bare = await openBare({ path, input: model.facts.input, threads });
  const frame = toI420(await asFrame('chelsea'));
  const whole = () => model.detectFrame(frame, SIZE, UPRIGHT);
  const ratios: number[] = [];
  const times = { bare: [] as number[], whole: [] as number[] };
  for (let round = 0; round <= ROUNDS; round += 1) {
    const [rival, own] = [await time(bare), await time(whole)];
    if (round === 0) continue;
    ratios.push(own / rival);
    times.bare.push(rival);
    times.whole.push(own);
  }
  const ratio = median(ratios);
  const ms = `${median(times.whole).toFixed(1)} ms, bare ${median(times.bare).toFixed(1)} ms`;
  const what = `one frame of 640×480, ${threads} ${threads === 1 ? 'thread' : 'threads'}: × a bare run`;
  return line(what, `${ratio.toFixed(2)} (${ms})`, `≤ ${BAR}`, ratio <= BAR);
}

/** ms a run. */
async function time(run: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  for (let at = 0; at < RUNS; at += 1) await run();
  return (performance.now() - startMs) / RUNS;
}
