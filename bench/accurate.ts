/**
 * `npm run bench:accurate -- [MODEL.onnx] [--only 'PHOTOS']`: what the accurate workflow gains over the fast
 * one with the same model, and what it costs. Figures are ratios of the two on the same photos in the same
 * run; milliseconds are CPU time and belong to this machine. It ends with 1 where the gain is not there:
 * fewer signs found than by the plain pass, or outlines below 0.85.
 */

import { parseArgs } from 'node:util';
import { printTable, type Row } from '../kit/figures/report';
import { median } from '../kit/figures/statistics';
import { detectAccurately } from '../worker/detect/accurate/accurate';
import type { Scene } from '../worker/detect/accurate/testing/scene';
import type { DetectObjects } from '../worker/detect/boxes';
import { readModelFile } from '../worker/detect/objects/model/file';
import { ObjectModel } from '../worker/detect/objects/model/object-model';
import { SHIPPED } from '../worker/detect/objects/open';
import { KINDS, type PhotoKind, renderPhoto } from './accurate/photos';
import { outlineScores, type Score, score } from './accurate/score';

/** The worker's default. */
const THRESHOLDS = { confidence: 0.4, iou: 0.45 };
const LEAST_OUTLINE = 0.85;
/** px in the plain pass's picture. */
const BANDS: [number, number][] = [
  [6, 10],
  [10, 18],
  [18, 32],
];

type Pass = { scores: Score[]; ms: number[] };
type Outlines = { outline: number; box: number }[];

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' } },
});

async function openModel(): Promise<DetectObjects> {
  const model = await ObjectModel.open(await readModelFile(positionals[0] ?? SHIPPED, null), THRESHOLDS);
  return (picture, options) => model.detectPicture(picture, options);
}

/** CPU time of the process, which a busy machine does not stretch as it does the clock's. */
async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

/** Both passes over one photo, the plain one first and last: a busy spell of the machine meets both. */
async function compare(
  scene: Scene,
  side: number,
  detect: DetectObjects,
  plain: Pass,
  close: Pass,
): Promise<Outlines> {
  const first = await timed(() => detect(scene.picture));
  const accurate = await timed(() => detectAccurately(scene.picture, detect));
  const last = await timed(() => detect(scene.picture));
  plain.scores.push(score(first.result, scene.signs, side));
  plain.ms.push((first.ms + last.ms) / 2);
  close.scores.push(score(accurate.result, scene.signs, side));
  close.ms.push(accurate.ms);
  return outlineScores(accurate.result, scene.signs);
}

function recall(scores: Score[], [least, most]: [number, number] = [0, Number.POSITIVE_INFINITY]): number {
  const band = scores.flatMap(({ bySize }) => bySize).filter(({ seen }) => seen >= least && seen < most);
  return band.filter(({ found }) => found).length / band.length;
}

function precision(scores: Score[]): number {
  const sum = (of: (score: Score) => number) => scores.reduce((total, each) => total + of(each), 0);
  return sum(({ found }) => found) / (sum(({ found, wrong }) => found + wrong) || 1);
}

function row(name: string, plain: number, accurate: number): Row {
  return { '': name, plain, accurate, ratio: plain > 0 ? `${(accurate / plain).toFixed(2)} ×` : '–' };
}

async function measure(kind: PhotoKind, detect: DetectObjects): Promise<boolean> {
  const plain: Pass = { scores: [], ms: [] };
  const close: Pass = { scores: [], ms: [] };
  const outlines: Outlines = [];
  await detect(renderPhoto({ ...kind, columns: 1, rows: 1 }, 99).picture);
  for (let index = 0; index < kind.photos; index += 1) {
    const scene = renderPhoto(kind, index + 1);
    outlines.push(...(await compare(scene, kind.width, detect, plain, close)));
  }
  const outline = median(outlines.map((each) => each.outline));
  const signs = plain.scores.reduce((sum, { drawn }) => sum + drawn, 0);
  printTable(`${kind.name}: ${kind.photos} photo(s), ${signs} signs`, [
    ...BANDS.map((band) => {
      const name = `recall, ${band[0]}–${band[1]} px in the plain view`;
      return row(name, recall(plain.scores, band), recall(close.scores, band));
    }),
    row('recall, all', recall(plain.scores), recall(close.scores)),
    row('precision', precision(plain.scores), precision(close.scores)),
    row('CPU ms a photo, median', Math.round(median(plain.ms)), Math.round(median(close.ms))),
    row('outline, median IoU (plain: box)', median(outlines.map(({ box }) => box)), outline),
  ]);
  return recall(close.scores) > recall(plain.scores) && outline >= LEAST_OUTLINE;
}

const detect = await openModel();
let gains = true;
const kinds = KINDS.filter(({ name }) => name === (asked.only ?? name));
if (kinds.length === 0)
  throw new RangeError(`--only takes one of: ${KINDS.map(({ name }) => name).join(', ')}.`);
for (const kind of kinds) gains = (await measure(kind, detect)) && gains;
if (!gains) {
  console.log(
    `\nThe accurate workflow must find more than the plain one, and its outlines fit to ${LEAST_OUTLINE}.`,
  );
  process.exitCode = 1;
}
