/**
 * Rendered lines through VP8 and the workflow "text": characters right, results a second, what a frame costs, and
 * what is left for FAST beside it.
 */
import type { Row } from '../../kit/figures/report';
import { median } from '../../kit/figures/statistics';
import { asFrame, toI420 } from '../../kit/models/pictures';
import { drawText, FONTS, type Lay } from '../../kit/scenes/text';
import { startProcess } from '../../kit/stack/worker';
import { fromFrame } from '../../worker/detect/text/planes';
import { FRAME, TextModel } from '../../worker/detect/text/text-model';
import type { VideoFrame } from '../../worker/media/wrtc';
import { fetchModel } from '../../worker/models/fetching/fetch';
import { EVERYDAY } from '../../worker/models/recipes/everyday';
import { TEXT_FINDER, TEXT_READER } from '../../worker/models/recipes/text';
import { line } from './bar';
import { filmed } from './filmed';

const KBPS = 800;
const SETTLE_MS = 2_000;
const WATCH_MS = 4_000;
const TILTS = [0, 7, -15, 15];
const BAR = { right: 0.9, few: 4, many: 2, beside: 0.5 };

/** Chosen before anything was read. */
const LINES = [
  'Platform 7, 14:32 to Basel',
  'The quick brown fox jumps',
  'Invoice 2026-0815 of May',
  'Keep refrigerated at 4-6 C',
  'Total 1,249.50 including VAT',
  'Serial number KX42-9917-B',
  'Please close the door',
  'Open Monday to Friday 9-18',
  'Gate B22 boarding 10:05',
  'No parking in front of exit',
];

export async function measureText(): Promise<Row[]> {
  const [finder, reader] = [await fetchModel(TEXT_FINDER), await fetchModel(TEXT_READER)];
  const costs = await costOf(await TextModel.open({ finder, reader }));
  const worker = await startProcess({ MODEL: EVERYDAY.alias });
  try {
    return [
      ...(await quality(worker.url)),
      ...(await rates(worker.url)),
      ...costs,
      await besideFast(worker.url),
    ];
  } finally {
    await worker.stop();
  }
}

async function quality(url: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [at, font] of FONTS.entries()) {
    const shares: number[] = [];
    for (const [turn, tilt] of TILTS.entries()) {
      const lines = [0, 1, 2].map((each) => LINES[(at * 4 + turn * 3 + each) % LINES.length] as string);
      const texts = await read(url, lines, { font, tilt });
      const right = share(texts, lines.join('\n'));
      console.log(
        `${font}, ${tilt}°: ${right.toFixed(3)} of ${texts.length} results, the last ${JSON.stringify(texts.at(-1))}`,
      );
      shares.push(right);
    }
    const least = Math.min(...shares);
    const mean = shares.reduce((sum, each) => sum + each, 0) / shares.length;
    const what = `text in ${font}, tilted by ${TILTS.join(', ')}°, VP8 at ${KBPS} kbit/s: characters right`;
    rows.push(
      line(what, `${mean.toFixed(3)}, least ${least.toFixed(3)}`, `≥ ${BAR.right}`, mean >= BAR.right),
    );
  }
  return rows;
}

async function rates(url: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [count, least] of [
    [3, BAR.few],
    [10, BAR.many],
  ] as const) {
    const lines = LINES.slice(0, count);
    const texts = await read(url, lines, { font: FONTS[0], tilt: 0 });
    const perSecond = texts.length / (WATCH_MS / 1000);
    const measured = `${perSecond.toFixed(1)} (${share(texts, lines.join('\n')).toFixed(3)} right)`;
    rows.push(
      line(`text, ${count} lines in view: results a second`, measured, `≥ ${least}`, perSecond >= least),
    );
  }
  return rows;
}

const ROUNDS = 15;

/** Time of a core, whatever else the machine does. */
async function costOf(model: TextModel): Promise<Row[]> {
  const rows: Row[] = [];
  for (const count of [3, 10]) {
    const picture = await drawText(LINES.slice(0, count), { font: FONTS[0], tilt: 0 });
    const frame: VideoFrame = { width: 640, height: 480, rotation: 0, data: toI420(picture) };
    const ms: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = process.cpuUsage();
      await model.look(fromFrame(frame), FRAME, () => {});
      const { user, system } = process.cpuUsage(before);
      ms.push((user + system) / 1000);
    }
    const measured = `${median(ms).toFixed(0)} (least ${Math.min(...ms).toFixed(0)})`;
    rows.push(line(`text, ${count} lines in view: ms of a core a frame`, measured));
  }
  return rows;
}

/** Two sessions on two cores: each has its half. */
async function besideFast(url: string): Promise<Row> {
  const frames = [toI420(await asFrame('chelsea'))];
  const fast = async () => {
    const filming = { workflow: 'fast', frames, kbps: KBPS, settleMs: SETTLE_MS, watchMs: WATCH_MS };
    return (await filmed(url, filming)).length / (WATCH_MS / 1000);
  };
  const alone = await fast();
  const [beside] = await Promise.all([fast(), read(url, LINES, { font: FONTS[0], tilt: 0 })]);
  return line(
    'results a second of FAST beside a session that reads ten lines',
    `${beside.toFixed(1)}, alone ${alone.toFixed(1)}`,
    `≥ ${BAR.beside} × alone`,
    beside >= BAR.beside * alone,
  );
}

/** A hand that is not quite still: px off, and degrees. */
const SWAY = 12;

/** Of each result, all that was read. */
async function read(url: string, lines: string[], lay: Lay): Promise<string[]> {
  const frames = await Promise.all(
    Array.from({ length: SWAY }, async (_, at) => {
      const phase = (2 * Math.PI * at) / SWAY;
      const [x, y] = [4 * Math.sin(phase), 3 * Math.cos(phase)];
      return toI420(await drawText(lines, { ...lay, tilt: lay.tilt + 0.5 * Math.sin(phase), x, y }));
    }),
  );
  const filming = { workflow: 'text', frames, kbps: KBPS, settleMs: SETTLE_MS, watchMs: WATCH_MS };
  const messages = await filmed(url, filming);
  return messages.map((message) => String(message.serialized_output_data?.text ?? ''));
}

/** Mean over the results; line ends and spaces count as characters. */
function share(texts: string[], truth: string): number {
  const right = texts.map((text) => Math.max(0, 1 - distance(text, truth) / truth.length));
  return texts.length === 0 ? 0 : right.reduce((sum, each) => sum + each, 0) / texts.length;
}

/** Letters to change, add or leave out (Levenshtein, 1966). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [y, letter] of [...one].entries()) {
    const next = [y + 1];
    for (let x = 0; x < other.length; x += 1)
      next.push(
        Math.min(
          (row[x] as number) + (letter === other[x] ? 0 : 1),
          (row[x + 1] as number) + 1,
          (next[x] as number) + 1,
        ),
      );
    row = next;
  }
  return row.at(-1) as number;
}
