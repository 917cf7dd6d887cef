import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import type { CodePool } from './detect/code-reader';
import { ThreadPool } from './detect/thread-pool';
import type { Settings } from './env';
import { createHttpServer } from './http/server';
import { holdEngine } from './media/wrtc';
import { createMetrics } from './metrics';
import { Sessions } from './session/sessions';
import { ColdStart } from './session/wake';
import { createRegistry } from './workflows/registry';

export type RunningWorker = {
  /** Origin, e.g. http://127.0.0.1:9001. */
  url: string;
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

/** Starts the worker. @throws Node's error (`EADDRINUSE`, …) where it cannot listen. */
export async function startWorker(settings: Settings): Promise<RunningWorker> {
  const live = openPool(LIVE_THREADS, FRAME_LIMIT_MS, settings.maxStreams * TURNS_A_STREAM);
  // Photos have a thread of their own, started with the first of them: they take seconds, and live frames must not wait behind one.
  const photos = openPool(1, PHOTO_LIMIT_MS, 8);
  const engine = holdEngine();
  const metrics = createMetrics();
  const sessions = new Sessions({ limit: settings.maxStreams, gzip: settings.gzip, metrics });
  const coldStart = new ColdStart(settings.coldStartMs);
  const registry = createRegistry({ live, photos });
  const server = createHttpServer({ settings, registry, sessions, coldStart, metrics });
  const stop = async () => {
    coldStart.close();
    sessions.endAll();
    engine.release();
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
    await Promise.all([live.close(), photos.close()]);
  };
  try {
    await Promise.all([live.open(), listen(server, settings)]);
  } catch (error) {
    await stop();
    throw error;
  }
  let stopped: Promise<void> | null = null;
  return {
    url: originOf(server),
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

async function listen(server: Server, { host, port }: Settings): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function originOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
