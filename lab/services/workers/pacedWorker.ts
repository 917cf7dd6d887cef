/**
 * The embedded worker with a detector that takes its time in place of the code reader: `RESULTS_PER_SECOND`
 * results, and nothing seen in any of them. So a worker on a slow or on a fast GPU can be had on one machine.
 */
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Detections, Detector } from '../../../worker/detect/types';
import { readSettings } from '../../../worker/env';
import { Bodies } from '../../../worker/http/bodies';
import { ColdStart } from '../../../worker/http/cold-start';
import { createHttpServer } from '../../../worker/http/server';
import type { VideoFrame } from '../../../worker/media/wrtc';
import { createMetrics } from '../../../worker/metrics/metrics';
import { createPainter } from '../../../worker/pictures/painter';
import { SOURCES } from '../../../worker/runtime/programs';
import { openChild } from '../../../worker/session/child';
import { ProcessPool } from '../../../worker/sessions/process-pool';
import { Sessions } from '../../../worker/sessions/sessions';
import { localLine } from '../../../worker/testing/local-line';
import { detectorWorkflow } from '../../../worker/workflows/compile';
import type { DetectorSettings } from '../../../worker/workflows/detectors';
import type { Registry } from '../../../worker/workflows/registry';

/** A model that needs `everyMs` for each picture, whichever session it is from. */
class Paced implements Detector {
  constructor(private readonly everyMs: number) {}

  async detectNewest(take: () => VideoFrame | null): Promise<Detections | null> {
    const frame = take();
    if (frame === null) return null;
    // A little less: the result leaves with the next turn of the event loop, and a frame has to be there.
    await sleep(this.everyMs - 2);
    return { width: frame.width, height: frame.height, predictions: [] };
  }

  detectPhoto(): Promise<Detections> {
    return Promise.reject(new Error('The paced worker takes no photos.'));
  }
}

async function main(): Promise<void> {
  const rate = Number(process.env.RESULTS_PER_SECOND);
  if (!(rate > 0 && rate <= 60)) throw new RangeError('RESULTS_PER_SECOND must be between 0 and 60.');
  const settings = readSettings(process.env);
  const metrics = createMetrics();
  const painter = createPainter(settings.maxStreams, SOURCES.pictures);
  const registry: Registry = {
    find: () => detectorWorkflow(new Paced(1000 / rate)),
    describe: () => {
      throw new Error('The paced worker describes nothing.');
    },
  };
  const line = localLine((send) => openChild(send, async () => ({ registry, close: async () => {} })));
  const detectors: DetectorSettings = {
    ...settings,
    threads: 1,
    first: 'live',
    maxWaiting: 1,
    programs: SOURCES,
  };
  const processes = new ProcessPool({ most: 1, detectors, concurrency: 1, metrics }, line);
  await processes.open();
  const sessions = new Sessions({ limit: settings.maxStreams, gzip: settings.gzip, metrics, processes });
  const coldStart = new ColdStart(0);
  const server = createHttpServer({
    settings,
    registry,
    sessions,
    coldStart,
    metrics,
    painter,
    bodies: new Bodies(),
  });
  process.on('SIGTERM', () => {
    void processes.close().then(() => process.exit(0));
  });
  server.listen(settings.port, settings.host);
  await once(server, 'listening');
  console.log(`The paced worker listens on ${settings.host}:${settings.port}, ${rate} results a second`);
}

await main();
