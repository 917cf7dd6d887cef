/** What the worker adds to a model's own run: layer by layer, then whole, at a camera's pace. */

import type { Row } from '../../kit/figures/report';
import { median } from '../../kit/figures/statistics';
import { SIGNS } from '../../kit/stack/signs';
import { readModelFile } from '../../worker/detect/objects/model/file';
import { ObjectModel } from '../../worker/detect/objects/model/object-model';
import { createObjectDetector } from '../../worker/detect/objects/object-detector';
import { openObjects, SHIPPED } from '../../worker/detect/objects/open';
import { readSettings } from '../../worker/env';
import { UPRIGHT } from '../../worker/media/upright';
import { chooseModel } from '../../worker/models/choice';
import { SOURCES } from '../../worker/runtime/programs';
import { openBare, SIZE } from './bare';
import type { Spent } from './bare-process';
import { measurePaced } from './paced';
import { drawLoop } from './picture';

const ROUNDS = 12;
const RUNS = 10;

type Subject = { name: string; run: (frame: Uint8Array<ArrayBuffer>) => Promise<unknown>; costs: Spent[] };

/** @throws where there is no model, in words. */
export async function measureOverhead(): Promise<Row[]> {
  const settings = readSettings({ ...SIGNS, ...process.env });
  const objects = await openObjects({
    ...settings,
    model: (await chooseModel(settings.model)).path,
    threads: 1,
    first: 'live',
    maxWaiting: 4,
    program: SOURCES.objects,
  });
  if ('missing' in objects) throw new Error(objects.missing);
  const { path } = await chooseModel(settings.model);
  const file = await readModelFile(path ?? SHIPPED, settings.labels);
  const model = await ObjectModel.open(file, settings);
  const detector = createObjectDetector(objects, { manner: 'fast' });
  const bare = await openBare({ path: file.path, input: model.facts.input });
  const subjects: Subject[] = [
    { name: 'bare onnxruntime-node, frame upon frame', run: bare, costs: [] },
    { name: 'and pixels in, boxes out', run: (data) => model.detectFrame(data, SIZE, UPRIGHT), costs: [] },
    {
      name: "and the worker's threads",
      run: (data) => detector.detectNewest(() => ({ ...SIZE, rotation: 0, data })),
      costs: [],
    },
  ];
  await takeTurns(subjects);
  await Promise.all([objects.live.close(), objects.photos.close()]);
  const paced = await measurePaced({ path: file.path, input: model.facts.input });
  return [
    ...toRows(subjects),
    ...toRows([
      { name: 'bare onnxruntime-node, at the camera’s pace', costs: paced.bare },
      { name: 'the worker: also sessions, messages and HTTP, less libwebrtc', costs: paced.less },
      { name: 'the worker with libwebrtc: decoding and encryption', costs: paced.whole },
    ]),
  ];
}

/** A busy spell of the machine meets all of them. The first round warms up. */
async function takeTurns(subjects: Subject[]): Promise<void> {
  const pictures = drawLoop();
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const { run, costs } of subjects) {
      // Copies are made beforehand: the worker's frames come with a buffer of their own, to be given away.
      const frames = pictures.slice(0, RUNS).map((each) => new Uint8Array(each));
      const [startMs, start] = [performance.now(), process.cpuUsage()];
      for (const frame of frames) await run(frame);
      const spent = process.cpuUsage(start);
      const wallMs = (performance.now() - startMs) / RUNS;
      if (round > 0) costs.push({ wallMs, cpuMs: (spent.user + spent.system) / 1000 / RUNS });
    }
}

/** Ratios are to the first. */
function toRows(measured: Pick<Subject, 'name' | 'costs'>[]): Row[] {
  const medians = measured.map(({ name, costs }) => ({
    name,
    wallMs: median(costs.map((each) => each.wallMs)),
    cpuMs: median(costs.map((each) => each.cpuMs)),
  }));
  const base = medians[0] ?? { wallMs: Number.NaN, cpuMs: Number.NaN };
  return medians.map(({ name, wallMs, cpuMs }) => ({
    'one frame of 640×480': name,
    '× wall': wallMs / base.wallMs,
    '× CPU': cpuMs / base.cpuMs,
    'wall ms': wallMs,
    'CPU ms': cpuMs,
  }));
}
