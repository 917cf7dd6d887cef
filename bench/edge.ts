/**
 * `npm run bench:edge`: what the proxy costs in workerd, beside a bare Hono app measured in turn with it in
 * the same run. Figures are ratios; milliseconds stand beside them for orientation and belong to this
 * machine.
 */
import { join } from 'node:path';
import { printTable } from '../kit/figures/report';
import { median } from '../kit/figures/statistics';
import {
  APP,
  buildArtifact,
  buildWorkers,
  bundleInWords,
  type Place,
  scriptOf,
  zippedKib,
} from '../kit/process/functionsBuild';
import { childrenOf, cpuMs } from '../kit/process/usage';
import { type Artifact, bootArtifact } from '../kit/stack/artifact';
import { startUpstream, type Upstream } from '../kit/standins/upstream';
import { offerInit, TWILIO_ENV } from '../proxy/testing';
import { benchCold } from './edge/cold';
import { buildRival } from './edge/rivals';

/** EDGE_SHORT=1 for a look, not for a figure to quote. */
const SHORT = process.env.EDGE_SHORT === '1';
const ROUNDS = SHORT ? 1 : 15;
const REQUESTS = SHORT ? 3 : 20;
const COLD_STARTS = SHORT ? 1 : 7;
const ISOLATES = SHORT ? 2 : 40;

const servers = [{ urls: ['turn:relay:3478?transport=udp'], username: 'u', credential: 'c' }];
const ANSWER = { sdp: 'v=0', type: 'answer', outputs: [{}], iceServers: servers, ice_servers: servers };

type Subject = Booted & { name: string; path: string; init?: RequestInit };
type Figures = { ms: number; cpu: number };

function bindings(upstream: Upstream): Record<string, string> {
  return {
    ...TWILIO_ENV,
    TWILIO_API_URL: upstream.url,
    CLOUDFLARE_TURN_KEY_ID: 'key1',
    CLOUDFLARE_TURN_API_TOKEN: 'token1',
    CLOUDFLARE_TURN_API_URL: upstream.url,
    COTURN_URLS: 'turn:127.0.0.1:3478',
    COTURN_SECRET: 'secret',
    ROBOFLOW_SERVER_URL: upstream.url,
    FAST_WORKFLOW_ID: 'fast-1',
    WORKER_STUN_URLS: '',
    UPSTREAM: upstream.url,
  };
}

type Booted = { app: Artifact; id: number | undefined };

async function boot(place: Place, upstream: Upstream): Promise<Booted> {
  const runtimes = () => childrenOf(process.pid, 'workerd');
  const before = runtimes();
  const app = await bootArtifact(bindings(upstream), { script: scriptOf(place) });
  return { app, id: runtimes().find((id) => !before.includes(id)) };
}

function middle(all: Figures[]): Figures {
  return { ms: median(all.map(({ ms }) => ms)), cpu: median(all.map(({ cpu }) => cpu)) };
}

const middles = (all: Map<string, Figures[]>) =>
  new Map([...all].map(([name, figures]) => [name, middle(figures)]));

/** Medians over the rounds. Subjects take turns, so that a busy spell of the machine meets all of them. */
async function measure(subjects: Subject[]): Promise<Map<string, Figures>> {
  const rounds = new Map(subjects.map(({ name }) => [name, [] as Figures[]]));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const subject of subjects) {
      const figures = await one(subject);
      // The first round warms up.
      if (round > 0) rounds.get(subject.name)?.push(figures);
    }
  return middles(rounds);
}

async function one({ app, id, path, init }: Subject): Promise<Figures> {
  const [startedMs, startedCpu] = [performance.now(), cpuMs(id)];
  for (let count = 0; count < REQUESTS; count += 1) {
    const response = await fetch(`${app.url}${path}`, init);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  }
  return { ms: (performance.now() - startedMs) / REQUESTS, cpu: (cpuMs(id) - startedCpu) / REQUESTS };
}

type Start = { name: string; place: Place; path: string };

/** From the start of a new workerd to its first answer, and the CPU of that first request alone. */
async function coldStarts(starts: Start[], upstream: Upstream): Promise<Map<string, Figures>> {
  const all = new Map(starts.map(({ name }) => [name, [] as Figures[]]));
  for (let count = 0; count < COLD_STARTS; count += 1)
    for (const { name, place, path } of starts) {
      const startedMs = performance.now();
      const { app, id } = await boot(place, upstream);
      const cpu = cpuMs(id);
      await (await fetch(`${app.url}${path}`)).arrayBuffer();
      all.get(name)?.push({ ms: performance.now() - startedMs, cpu: cpuMs(id) - cpu });
      await app.stop();
    }
  return middles(all);
}

function print(title: string, figures: Map<string, Figures>, rival: string): void {
  const base = figures.get(rival) ?? { ms: Number.NaN, cpu: Number.NaN };
  const rows = [...figures].map(([name, { ms, cpu }]) => ({
    '': name,
    '× time': ms / base.ms,
    '× CPU': cpu / base.cpu,
    ms,
    'CPU ms': cpu,
  }));
  printTable(title, rows);
}

function subjects(ours: Booted, rival: Booted): Subject[] {
  const photo = new Uint8Array(100_000);
  photo.set([0xff, 0xd8, 0xff]);
  const shot = { method: 'POST', headers: { 'Content-Type': 'image/jpeg' }, body: photo };
  const turn = '/v1/webrtc-turn-config';
  return [
    { name: 'bare Hono', ...rival, path: '/v1/hello' },
    { name: 'config', ...ours, path: '/v1/config' },
    { name: 'default list', ...ours, path: turn },
    { name: 'coturn', ...ours, path: `${turn}/coturn` },
    { name: 'bare Hono that asks an upstream', ...rival, path: '/v1/fetch' },
    { name: 'twilio', ...ours, path: `${turn}/twilio` },
    { name: 'cloudflare', ...ours, path: `${turn}/cloudflare` },
    { name: 'offer', ...ours, path: '/v1/webrtc-offer', init: offerInit() },
    { name: 'photo of 100 kB', ...ours, path: '/v1/infer', init: shot },
  ];
}

async function main(): Promise<void> {
  const upstream = await startUpstream();
  upstream.answer(() => {
    upstream.requests.length = 0;
    return { status: 200, body: ANSWER };
  });
  await buildArtifact();
  const [hello, whole] = [await buildRival('hello'), await buildRival('whole-twilio')];
  const mask = await buildRival('mask');
  const workers = await buildWorkers(join(APP.out, 'workers'));
  const [ours, rival] = [await boot(APP, upstream), await boot(hello, upstream)];
  print('Each route, warm', await measure(subjects(ours, rival)), 'bare Hono');
  await Promise.all([ours.app.stop(), rival.app.stop()]);
  const twilio = '/v1/webrtc-turn-config/twilio';
  const starts: Start[] = [
    { name: 'bare Hono', place: hello, path: '/v1/hello' },
    { name: 'config', place: APP, path: '/v1/config' },
    { name: 'twilio', place: APP, path: twilio },
    { name: 'twilio, by the whole client', place: whole, path: twilio },
  ];
  print(
    'Cold, with miniflare’s front: start of workerd to the first answer; CPU of the first request',
    await coldStarts(starts, upstream),
    'bare Hono',
  );
  if (process.platform === 'linux')
    await benchCold({ hello, whole, mask, workers }, bindings(upstream), ISOLATES);
  await upstream.close();
  const sizes = { 'bare Hono': hello, 'the proxy': APP, 'bare Hono and the whole Twilio client': whole };
  console.log('\nKiB zipped, as uploaded');
  for (const [name, place] of Object.entries(sizes))
    console.log(`  ${(await zippedKib(place)).toFixed(0).padEnd(8)}${name}`);
  console.log(`  KiB of the proxy’s source by part: ${await bundleInWords()}`);
}

await main();
