/**
 * What is found in video that costs so much: at the page's bitrate against what libwebrtc takes for 640 × 480,
 * on a camera that is panned by hand over real photographs.
 */
import { createRandom } from '../../kit/figures/random';
import type { Row } from '../../kit/figures/report';
import { collage, type Paste, PHOTOS, toI420 } from '../../kit/models/pictures';
import { startProcess } from '../../kit/stack/worker';
import type { Picture } from '../../worker/detect/boxes';
import { EVERYDAY } from '../../worker/models/recipes/everyday';
import { pause, TestClient } from '../../worker/testing/client';
import { line } from './bar';

/** Of new frames: the page's own under its cap (web/session/dial/sender.ts), and libwebrtc's. */
const OWN_KBPS = 330;
const LIBWEBRTC_KBPS = 1_700;
const ROUNDS = 2;
const FPS = 30;
const RECALL_BAR = 0.95;
const SENT_BAR = 0.25;

const FRAME = { width: 640, height: 480 };
const WALL = { width: 1280, height: 960 };
const PASTES: Paste[] = PHOTOS.map((photo, at) => ({
  photo,
  width: 300,
  left: 170 + 310 * at,
  top: 250 + 90 * (at % 2),
}));
/** COCO's names for what the photographs are of. */
const NAMES = ['cat', 'cup', 'person'];
/** Luma steps: a phone in a lit room. */
const NOISE = 3;
const SWEEP_S = 8;
const SETTLE_MS = 3_000;

type Found = { kbps: number; results: number; sentKbps: number; named: number };

/** One sweep, ready to be sent: drawing takes longer than a frame lasts. */
async function sweep(): Promise<Uint8Array[]> {
  const wall = await collage(PASTES, WALL);
  const { between } = createRandom(7);
  return Array.from({ length: SWEEP_S * FPS }, (_, at) => {
    const t = (at / FPS / SWEEP_S) * 2 * Math.PI;
    const [x, y] = [
      320 + 280 * Math.sin(t) + 6 * Math.sin(9 * t),
      240 + 60 * Math.sin(2 * t) + 5 * Math.sin(13 * t),
    ];
    const frame = toI420(cut(wall, Math.round(x), Math.round(y)));
    for (let px = 0; px < FRAME.width * FRAME.height; px += 1)
      frame[px] = (frame[px] ?? 0) + Math.round(between(-NOISE, NOISE));
    return frame;
  });
}

function cut({ data, width }: Picture, left: number, top: number): Picture {
  const rows = new Uint8Array(FRAME.width * FRAME.height * 3);
  for (let y = 0; y < FRAME.height; y += 1) {
    const from = ((top + y) * width + left) * 3;
    rows.set(data.subarray(from, from + FRAME.width * 3), y * FRAME.width * 3);
  }
  return { data: rows, ...FRAME };
}

async function found(url: string, frames: Uint8Array[], kbps: number): Promise<Found> {
  const client = new TestClient();
  const limits = `x-google-max-bitrate=${kbps};x-google-start-bitrate=${Math.min(kbps, 300)}`;
  const answer = (sdp: string) =>
    sdp.replace(/^(a=rtpmap:(\d+) VP8\/90000\r\n)/m, `$1a=fmtp:$2 ${limits}\r\n`);
  const fast = { type: 'WorkflowConfiguration', workspace_name: 'any', workflow_id: 'fast' } as const;
  await client.dial(url, { workflow_configuration: fast }, { answer });
  let next = 0;
  const camera = setInterval(() => {
    const frame = frames[next % frames.length];
    next += 1;
    if (frame) client.shoot(FRAME.width, FRAME.height, frame);
  }, 1_000 / FPS);
  try {
    await client.until(() => true);
    await pause(SETTLE_MS);
    client.received.splice(0);
    const before = await bytesSent(client);
    await pause(2 * SWEEP_S * 1_000);
    const sentKbps = Math.round(((await bytesSent(client)) - before) / 125 / (2 * SWEEP_S));
    const named = client.received.map(({ message }) => namesOf(message));
    const hits = named.reduce((sum, names) => sum + NAMES.filter((name) => names.has(name)).length, 0);
    return { kbps, results: named.length, sentKbps, named: hits };
  } finally {
    clearInterval(camera);
    client.close();
  }
}

async function bytesSent({ peer }: TestClient): Promise<number> {
  const all = [
    ...((await peer.getStats()) as unknown as Map<string, { type: string; bytesSent?: number }>).values(),
  ];
  return all.find(({ type }) => type === 'transport')?.bytesSent ?? 0;
}

function namesOf(message: unknown): Set<string> {
  const text = JSON.stringify(message);
  return new Set([...text.matchAll(/"class":"([^"]+)"/g)].map(([, name = '']) => name));
}

export async function measureSent(): Promise<Row[]> {
  const frames = await sweep();
  const worker = await startProcess({ MODEL: EVERYDAY.alias });
  const all: Found[] = [];
  try {
    for (let round = 0; round < ROUNDS; round += 1)
      for (const kbps of [OWN_KBPS, LIBWEBRTC_KBPS]) all.push(await found(worker.url, frames, kbps));
  } finally {
    await worker.stop();
  }
  return rowsOf(summed(all, OWN_KBPS), summed(all, LIBWEBRTC_KBPS));
}

function summed(all: Found[], wanted: number): Found {
  const these = all.filter(({ kbps }) => kbps === wanted);
  const sum = (what: 'results' | 'sentKbps' | 'named') =>
    these.reduce((total, each) => total + each[what], 0);
  return {
    kbps: wanted,
    results: sum('results'),
    sentKbps: sum('sentKbps') / these.length,
    named: sum('named'),
  };
}

function rowsOf(own: Found, libwebrtc: Found): Row[] {
  const each = ({ named, results }: Found) => named / Math.max(1, results);
  const [recall, share] = [each(own) / each(libwebrtc), own.sentKbps / libwebrtc.sentKbps];
  const words = `${each(own).toFixed(2)} of ${each(libwebrtc).toFixed(2)} things a result (${own.results}, ${libwebrtc.results} results)`;
  return [
    line(
      `found at ${OWN_KBPS} kbit/s, of what is found at ${LIBWEBRTC_KBPS}`,
      `${recall.toFixed(3)}: ${words}`,
      `≥ ${RECALL_BAR}`,
      own.results > 0 && recall >= RECALL_BAR,
    ),
    line(
      '  sent for it',
      `${share.toFixed(2)}: ${Math.round(own.sentKbps)} of ${Math.round(libwebrtc.sentKbps)} kbit/s`,
      `≤ ${SENT_BAR}`,
      share <= SENT_BAR,
    ),
  ];
}
