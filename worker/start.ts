import { once } from 'node:events';
import { statSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { modelWords, recognitionWords } from './detect/objects/model/facts';
import { type Objects, SHIPPED } from './detect/objects/open';
import type { Settings } from './env';
import { Bodies } from './http/bodies';
import { ColdStart } from './http/cold-start';
import { createHttpServer } from './http/server';
import { createMetrics } from './metrics/metrics';
import { chooseModel } from './models/choice';
import { createPainter } from './pictures/painter';
import { buildPrograms } from './runtime/programs';
import { forkProcess, type OpenLine } from './sessions/fork';
import { ProcessPool } from './sessions/process-pool';
import { Sessions } from './sessions/sessions';
import { type DetectorSettings, type Detectors, openDetectors } from './workflows/detectors';
import { TEXT_MISSING } from './workflows/text';

export type RunningWorker = {
  /** Origin, e.g. http://127.0.0.1:9001. */
  url: string;
  /** What it can see, a sentence a line, for people. */
  words: string[];
  /** Ends every session and thread; nothing keeps the process alive after that. Idempotent. */
  close(): Promise<void>;
};

const CORES = availableParallelism();
/**
 * Frames in which is detected at the same time. Up to two cores media shares one with them; beyond, it has
 * one to itself.
 */
const CONCURRENCY = Math.min(8, CORES > 2 ? CORES - 1 : CORES);
/**
 * A session waits for one turn at a time; the last one of a session that was just redialled may still stand
 * in line.
 */
const TURNS_A_STREAM = 4;
/**
 * Sessions beyond as many share processes. Each more is one more to switch between: eight streams on two
 * cores, of which their cameras took one, got 80 results a second with all in one process, 66 with four, and
 * 45 with eight.
 */
const MOST_PROCESSES = Math.max(4, 2 * CORES);
/** For the model's own bytes in all processes: with a large one there are fewer of them. */
const MODELS_BYTES = 1024 * 1024 * 1024;

/**
 * Starts the worker. @param openLine where its sessions are to live; in processes of their own by default.
 * @throws Node's error (`EADDRINUSE`, …) where it cannot listen.
 */
export async function startWorker(settings: Settings, openLine?: OpenLine): Promise<RunningWorker> {
  const metrics = createMetrics();
  const maxWaiting = settings.maxStreams * TURNS_A_STREAM;
  const { labels, confidence, iou } = settings;
  const { path: model, masks, text, notes } = await chooseModel(settings.model);
  const programs = await buildPrograms();
  const shared = { model, masks, text, labels, confidence, iou, maxWaiting, programs };
  const most = mostProcesses(settings, model);
  const frames: DetectorSettings = { ...shared, threads: Math.ceil(CONCURRENCY / most), first: 'live' };
  const processes = new ProcessPool(
    { most, detectors: frames, concurrency: CONCURRENCY, metrics },
    openLine ?? forkProcess(programs.session),
  );
  const { registry, objects, close } = await openBoth({ ...shared, threads: 1, first: 'photos' }, processes);
  metrics.model = 'facts' in objects ? objects.facts : null;
  const painter = createPainter(maxWaiting, programs.pictures);
  const sessions = new Sessions({ limit: settings.maxStreams, gzip: settings.gzip, metrics, processes });
  const coldStart = new ColdStart(settings.coldStartMs);
  const bodies = new Bodies();
  const server = createHttpServer({ settings, registry, sessions, coldStart, metrics, painter, bodies });
  const stop = async () => {
    coldStart.close();
    const gone = processes.close();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    await Promise.all([gone, close(), painter.close()]);
  };
  try {
    await listen(server, settings);
  } catch (error) {
    await stop();
    throw error;
  }
  let stopped: Promise<void> | null = null;
  return {
    url: originOf(server),
    words: [...notes, ...wordsOn(objects, masks !== null), textWords(text)],
    close: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function mostProcesses({ maxStreams }: Settings, model: string | null): number {
  const bytes = sizeOf(model ?? SHIPPED);
  return Math.max(1, Math.min(MOST_PROCESSES, maxStreams + 1, Math.floor(MODELS_BYTES / (bytes + 1))));
}

/** A model that cannot be read is refused where it is opened. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** Side by side: each takes up to a second. */
async function openBoth(photos: DetectorSettings, processes: ProcessPool): Promise<Detectors> {
  const [detectors, opened] = await Promise.allSettled([openDetectors(photos), processes.open()]);
  if (detectors.status === 'fulfilled' && opened.status === 'fulfilled') return detectors.value;
  await processes.close();
  if (detectors.status === 'rejected') throw detectors.reason;
  await detectors.value.close();
  throw opened.status === 'rejected' ? opened.reason : new Error('The worker cannot start.');
}

function wordsOn(objects: Objects, hasMasks: boolean): string[] {
  if ('missing' in objects) return [objects.missing, 'FAST reads QR codes and barcodes.'];
  return [
    modelWords(objects.facts),
    ...[recognitionWords(objects.facts)].filter((line) => line !== null),
    `ACC sees the same in photos, tile by tile${hasMasks ? ', and masks of it' : ''}: slower, and finds smaller things.`,
    'The workflow "codes" reads QR codes and barcodes.',
  ];
}

function textWords(text: DetectorSettings['text']): string {
  return !text ? TEXT_MISSING : 'The workflow "text" finds and reads text.';
}

async function listen(server: Server, { host, port }: Settings): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function originOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
