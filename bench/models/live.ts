/** Through a worker as a process, libwebrtc's VP8 and a session's data channel. */
import type { Row } from '../../kit/figures/report';
import { median } from '../../kit/figures/statistics';
import { asFrame, PHOTOS, type Photo, toI420 } from '../../kit/models/pictures';
import { startProcess } from '../../kit/stack/worker';
import { EVERYDAY } from '../../worker/models/recipes/everyday';
import { pause } from '../../worker/testing/client';
import { withCameras } from '../worker/cameras';
import { line } from './bar';
import { filmed } from './filmed';

const KBPS = 400;
const SETTLE_MS = 6_000;
const WATCH_MS = 6_000;
const BAR = { seen: 0.4, false: 0.5 };

/** What is in a photograph, by COCO's names; the first is asked for. */
const THERE: Record<Photo, string[]> = {
  chelsea: ['cat'],
  coffee: ['cup', 'dining table', 'spoon'],
  astronaut: ['person'],
};

type Seen = { class: string; confidence: number };

export async function measureLive(): Promise<Row[]> {
  const worker = await startProcess({ MODEL: EVERYDAY.alias, CONFIDENCE: '0.1' });
  try {
    const rows: Row[] = [];
    for (const photo of PHOTOS) rows.push(toRow(photo, await film(worker.url, photo)));
    return rows;
  } finally {
    await worker.stop();
  }
}

/** What was seen in each frame, once the encoder has settled. */
async function film(url: string, photo: Photo): Promise<Seen[][]> {
  const { data, width, height } = await asFrame(photo);
  const frames = [toI420({ data, width, height })];
  const received = await filmed(url, {
    workflow: 'fast',
    frames,
    kbps: KBPS,
    settleMs: SETTLE_MS,
    watchMs: WATCH_MS,
  });
  return received.map(predictionsOf);
}

function predictionsOf(message: unknown): Seen[] {
  const { serialized_output_data } = message as {
    serialized_output_data?: { predictions?: { predictions?: Seen[] } };
  };
  return serialized_output_data?.predictions?.predictions ?? [];
}

function toRow(photo: Photo, frames: Seen[][]): Row {
  const [wanted = '', ...others] = THERE[photo];
  const best = (frame: Seen[], fits: (one: Seen) => boolean) =>
    Math.max(0, ...frame.filter(fits).map(({ confidence }) => confidence));
  const seen = median(frames.map((frame) => best(frame, (one) => one.class === wanted)));
  const isFalse = (one: Seen) => one.class !== wanted && !others.includes(one.class);
  const wrong = Math.max(0, ...frames.map((frame) => best(frame, isFalse)));
  const measured = `${wanted} ${seen.toFixed(2)}, worst false ${wrong.toFixed(2)} (${frames.length} results)`;
  const holds = frames.length > 0 && seen >= BAR.seen && wrong < BAR.false;
  return line(
    `${photo} through VP8 at ${KBPS} kbit/s`,
    measured,
    `≥ ${BAR.seen}; false < ${BAR.false}`,
    holds,
  );
}

const SECONDS = 10;
const RATES = [
  { streams: 1, least: 25 },
  { streams: 2, least: 40 },
];

export async function measureRate(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const { streams, least } of RATES) {
    const perSecond = await rateOf(streams);
    const what = `results a second, ${streams} ${streams === 1 ? 'stream' : 'streams'} of 640×480 at 30/s`;
    rows.push(line(what, perSecond.toFixed(1), `≥ ${least}`, perSecond >= least));
  }
  return rows;
}

function rateOf(streams: number): Promise<number> {
  return withCameras({ MODEL: EVERYDAY.alias }, async ({ url }, cameras) => {
    await cameras.film({ url, streams, fps: 30, workflow: 'fast' });
    await pause(SETTLE_MS);
    await cameras.count();
    const startMs = performance.now();
    await pause(SECONDS * 1000);
    const { perStream } = await cameras.count();
    return perStream.reduce((sum, each) => sum + each, 0) / ((performance.now() - startMs) / 1000);
  });
}
