/** Through a worker as a process, libwebrtc's VP8 and a session's data channel. */
import type { Row } from '../../kit/figures/report';
import { median } from '../../kit/figures/statistics';
import { asFrame, PHOTOS, type Photo, toI420 } from '../../kit/models/pictures';
import { startProcess } from '../../kit/stack/worker';
import { EVERYDAY } from '../../worker/models/recipes/everyday';
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
