/**
 * What the worker adds to a model's own run. The rival is a bare loop round `onnxruntime-node` with the same model,
 * options and input, that does nothing before a run and nothing after. All take turns in one run of the benchmark.
 */
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readModelFile } from '../../worker/detect/objects/model/file';
import { Inputs } from '../../worker/detect/objects/model/inputs';
import { ObjectModel } from '../../worker/detect/objects/model/object-model';
import { createObjectDetector } from '../../worker/detect/objects/object-detector';
import { openObjects } from '../../worker/detect/objects/open';
import { readSettings } from '../../worker/env';
import { UPRIGHT } from '../../worker/media/upright';
import { holdingsOf, mediaCpuMs, startProcess } from '../../worker/testing/process';
import { scrape } from '../../worker/testing/prometheus';
import { Cameras } from './cameras';
import { drawLoop } from './picture';
import type { Row } from './report';
import { pause } from './streams';

const SHIPPED = fileURLToPath(new URL('../../worker/model/signs.onnx', import.meta.url));
const ROUNDS = 12;
const RUNS = 10;
const SIZE = { width: 640, height: 480 };
/** As a phone sends, and slow enough that every frame gets a result: none is decoded for nothing. */
const WHOLE_FPS = 20;
const WHOLE_MS = 15_000;
/** V8 compiles what runs often, on threads of its own, in the first seconds. */
const WHOLE_WARM_UP_MS = 8_000;

/** Of one frame, ms; CPU is that of all threads. */
type Cost = { wallMs: number; cpuMs: number };
type Subject = { name: string; run: (frame: Uint8Array<ArrayBuffer>) => Promise<unknown>; costs: Cost[] };

/** @throws where there is no model, in words. */
export async function measureOverhead(): Promise<Row[]> {
  const settings = readSettings(process.env);
  const objects = await openObjects({ ...settings, maxWaiting: 4 });
  if ('missing' in objects) throw new Error(objects.missing);
  const file = await readModelFile(settings.model ?? SHIPPED, settings.labels);
  const model = await ObjectModel.open(file, settings);
  const detector = createObjectDetector({ ...objects, manner: 'fast' });
  const bare = await openBare(file.path, model);
  const subjects: Subject[] = [
    { name: 'bare onnxruntime-node', run: bare, costs: [] },
    { name: 'and pixels in, boxes out', run: (data) => model.detectFrame(data, SIZE, UPRIGHT), costs: [] },
    {
      name: "and the worker's threads",
      run: (data) => detector.detectNewest(() => ({ ...SIZE, rotation: 0, data })),
      costs: [],
    },
  ];
  await takeTurns(subjects);
  await Promise.all([objects.live.close(), objects.photos.close()]);
  const inside = subjects.map(({ name, costs }) => ({ name, ...median(costs) }));
  const { whole, less } = await measureWhole();
  return toRows([
    ...inside,
    { name: 'and results, sessions and HTTP: the worker less libwebrtc', ...less },
    { name: 'the whole process, with decoding and encryption', ...whole },
  ]);
}

async function openBare(path: string, model: ObjectModel): Promise<() => Promise<unknown>> {
  const session = await InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const [input] = session.inputMetadata;
  if (!input?.isTensor) throw new Error('The model takes no tensor.');
  const precision = input.type === 'float16' ? 'float16' : 'float32';
  const [frame = new Uint8Array()] = drawLoop();
  const { letterbox, numbers } = new Inputs(model.facts.input, precision).fromFrame(frame, SIZE, UPRIGHT);
  const tensor = new Tensor(precision, numbers, [1, 3, letterbox.height, letterbox.width]);
  return () => session.run({ [input.name]: tensor });
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

function median(costs: Cost[]): Cost {
  const middle = (values: number[]) =>
    values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
  return { wallMs: middle(costs.map((each) => each.wallMs)), cpuMs: middle(costs.map((each) => each.cpuMs)) };
}

/** CPU of the worker's process for each result: all of it, and without libwebrtc's own threads. Wall is the results' age. */
async function measureWhole(): Promise<{ whole: Cost; less: Cost }> {
  const worker = await startProcess();
  const cameras = new Cameras();
  try {
    await cameras.film({ url: worker.url, streams: 1, fps: WHOLE_FPS, workflow: 'fast' });
    await pause(WHOLE_WARM_UP_MS);
    const look = async () => ({
      page: await scrape(worker.url),
      cpuMs: holdingsOf(worker.pid).cpuMs,
      mediaMs: mediaCpuMs(worker.pid),
    });
    const before = await look();
    await pause(WHOLE_MS);
    const after = await look();
    const grown = (name: string) => after.page.value(name) - before.page.value(name);
    const results = grown('sightline_results_sent_total');
    const wallMs = (grown('sightline_result_age_seconds_sum') * 1000) / results;
    const cpuMs = (after.cpuMs - before.cpuMs) / results;
    const mediaMs = (after.mediaMs - before.mediaMs) / results;
    return { whole: { wallMs, cpuMs }, less: { wallMs, cpuMs: cpuMs - mediaMs } };
  } finally {
    await cameras.close();
    await worker.stop();
  }
}

function toRows(costs: (Cost & { name: string })[]): Row[] {
  const base = costs[0] ?? { wallMs: Number.NaN, cpuMs: Number.NaN };
  return costs.map(({ name, wallMs, cpuMs }) => ({
    'one frame of 640×480': name,
    '× wall': wallMs / base.wallMs,
    '× CPU': cpuMs / base.cpuMs,
    'wall ms': wallMs,
    'CPU ms': cpuMs,
  }));
}
