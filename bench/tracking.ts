/**
 * Boxes in the present against the last result as it came: scenes whose truth is known at every instant,
 * results that come late. `--only NAME`: scenes with that in their name. `--width 240`: of the grey frames. `--plain`:
 * without WebAssembly.
 */
import { parseArgs } from 'node:util';
import { printTable, type Row, saveReport } from '../kit/figures/report';
import { median, quantile } from '../kit/figures/statistics';
import { painter, remembering } from '../kit/scenes/tracked/paint';
import { photoOf } from '../kit/scenes/tracked/photo';
import { trackedScenes } from '../kit/scenes/tracked/scenes';
import { setKernels } from '../web/pixels/pixels';
import { kernelsFile } from '../web/pixels/testing';
import { type Conditions, type Figures, runScene } from './tracking/run';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    given: { type: 'string', default: '' },
    width: { type: 'string', default: '240' },
    plain: { type: 'boolean', default: false },
  },
});

const OPEN: Conditions = {
  resultsPerSecond: 30,
  roundTripMs: 80,
  modelMs: 25,
  jitterMs: 6,
  loss: 0,
  told: 'hosted',
};
const CONDITIONS: Record<string, Conditions> = {
  'hosted, 30/s': OPEN,
  'hosted, 10/s, model 90 ms, jitter': {
    ...OPEN,
    resultsPerSecond: 10,
    modelMs: 90,
    jitterMs: 25,
    loss: 0.05,
  },
  'hosted, 5/s, model 180 ms': { ...OPEN, resultsPerSecond: 5, modelMs: 180 },
  'ours, 30/s': { ...OPEN, told: 'ours' },
  'ours, 10/s, lossy': { ...OPEN, told: 'ours', resultsPerSecond: 10, jitterMs: 35, loss: 0.1 },
  'ours, 5/s, model 120 ms': { ...OPEN, told: 'ours', resultsPerSecond: 5, modelMs: 120 },
};

function rowOf(scene: string, figures: Figures): Row {
  const { model, drawn, drawnLow, asCame, asCameLow, switches, frameMs } = figures;
  return {
    scene,
    model,
    'share drawn': drawn / model,
    '10th': drawnLow / model,
    'as it came': asCame / model,
    'its 10th': asCameLow / model,
    gain: drawn / asCame,
    switches,
    'ms p50': median(frameMs),
    'ms p95': quantile(frameMs, 0.95),
  };
}

if (!values.plain) setKernels(kernelsFile());
const width = Number(values.width);
const report: Record<string, Row[]> = {};
for (const scene of trackedScenes.filter(({ name }) => name.includes(values.only))) {
  const paint = remembering(painter(scene, width, (width * 3) / 4, await photoOf(scene)));
  for (const [name, conditions] of Object.entries(CONDITIONS).filter(([name]) =>
    name.includes(values.given),
  )) {
    report[name] ??= [];
    report[name].push(rowOf(scene.name, runScene(scene, conditions, paint)));
  }
}
for (const [name, rows] of Object.entries(report)) printTable(name, rows);
console.log(`\n${saveReport('tracking', report)}`);
