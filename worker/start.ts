import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import type { CodePool } from './detect/code-reader';
import { modelWords } from './detect/objects/model/facts';
import { type Objects, openObjects } from './detect/objects/open';
import { ThreadPool } from './detect/thread-pool';
import type { Settings } from './env';
import { createHttpServer } from './http/server';
import { holdEngine } from './media/wrtc';
import { createMetrics } from './metrics';
import { createPainter } from './pictures/painter';
import { Sessions } from './session/sessions';
import { ColdStart } from './session/wake';
import { createRegistry } from './workflows/registry';

export type RunningWorker = {
  /** Origin, e.g. http://127.0.0.1:9001. */
  url: string;
  /** What it can see, a sentence a line, for people. */
  words: string[];
  /** Ends every session and thread; nothing keeps the process alive after that. Idempotent. */
  close(): Promise<void>;
};

/** One core is left to media and signalling; beyond four threads a phone-sized stream gains nothing. */
const LIVE_THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));
/** A session waits for one turn at a time; the last one of a session that was just redialled may still stand in line. */
const TURNS_A_STREAM = 4;
/** A frame takes tens of ms; a thread that needs this long hangs. A photo of 50 megapixels takes several seconds. */
const FRAME_LIMIT_MS = 5_000;
const PHOTO_LIMIT_MS = 30_000;

/** Starts the worker. @throws Node's error (`EADDRINUSE`, …) where it cannot listen, ModelRefused where its model cannot be used. */
export async function startWorker(settings: Settings): Promise<RunningWorker> {
  const live = openPool(LIVE_THREADS, FRAME_LIMIT_MS, settings.maxStreams * TURNS_A_STREAM);
  const objects = await openBoth(live, settings);
  // Photos have a thread of their own, started with the first of them: they take seconds, and live frames must not wait behind one.
  const photos = openPool(1, PHOTO_LIMIT_MS, 8);
  const engine = holdEngine();
  const metrics = createMetrics();
  metrics.model = 'facts' in objects ? objects.facts : null;
  const painter = createPainter(settings.maxStreams * TURNS_A_STREAM);
  const sessions = new Sessions({ limit: settings.maxStreams, gzip: settings.gzip, metrics, painter });
  const coldStart = new ColdStart(settings.coldStartMs);
  const registry = createRegistry({ codes: { live, photos }, objects });
  const server = createHttpServer({ settings, registry, sessions, coldStart, metrics, painter });
  const stop = async () => {
    coldStart.close();
    sessions.endAll();
    engine.release();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    await Promise.all([live.close(), photos.close(), painter.close(), closeObjects(objects)]);
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
    words: wordsOn(objects),
    close: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

function openPool(size: number, jobLimitMs: number, maxWaiting: number): CodePool {
  const entry = new URL('./detect/code-thread.ts', import.meta.url);
  return new ThreadPool({ size, entry, jobLimitMs, maxWaiting });
}

/** Side by side: each takes a second. */
async function openBoth(codes: CodePool, settings: Settings): Promise<Objects> {
  const maxWaiting = settings.maxStreams * TURNS_A_STREAM;
  const [objects, opened] = await Promise.allSettled([
    openObjects({ ...settings, maxWaiting }),
    codes.open(),
  ]);
  if (objects.status === 'fulfilled' && opened.status === 'fulfilled') return objects.value;
  await codes.close();
  if (objects.status === 'rejected') throw objects.reason;
  await closeObjects(objects.value);
  throw opened.status === 'rejected' ? opened.reason : new Error('The worker cannot start.');
}

async function closeObjects(objects: Objects): Promise<void> {
  if ('facts' in objects) await Promise.all([objects.live.close(), objects.photos.close()]);
}

function wordsOn(objects: Objects): string[] {
  if ('missing' in objects) return [objects.missing, 'FAST reads QR codes and barcodes.'];
  return [
    modelWords(objects.facts),
    'ACC sees the same in photos, tile by tile, and outlines it: slower, and finds smaller things.',
    'The workflow "codes" reads QR codes and barcodes.',
  ];
}

async function listen(server: Server, { host, port }: Settings): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function originOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
