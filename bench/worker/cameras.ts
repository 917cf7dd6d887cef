/** Cameras in a process of their own, told what to do from here, one command at a time. */
import { fileURLToPath } from 'node:url';
import { startForked } from '../../kit/process/forked';
import { startProcess, type WorkerProcess } from '../../kit/stack/worker';
import type { Command, Count, Filming } from './camera-process';

const PROGRAM = fileURLToPath(new URL('./camera-process.ts', import.meta.url));

/** A worker with these variables, and cameras; both are ended with `work`. */
export async function withCameras<T>(
  env: Record<string, string>,
  work: (worker: WorkerProcess, cameras: Cameras) => Promise<T>,
): Promise<T> {
  const worker = await startProcess(env);
  const cameras = new Cameras();
  try {
    return await work(worker, cameras);
  } finally {
    await cameras.close();
    await worker.stop();
  }
}

export class Cameras {
  private readonly forked = startForked<Command, Count | null>(PROGRAM);
  readonly pid = this.forked.pid;
  /** Hangs up all sessions. */
  readonly close = this.forked.close;

  /** Dials that many sessions and films; resolves when each has had a result. @throws where one fails. */
  async film(filming: Filming): Promise<void> {
    await this.forked.ask({ kind: 'film', ...filming });
  }

  /** All sessions stay; no frame is sent until they roll again. */
  async rest(): Promise<void> {
    await this.forked.ask({ kind: 'rest' });
  }

  async roll(): Promise<void> {
    await this.forked.ask({ kind: 'roll' });
  }

  /** Results since the last count. */
  async count(): Promise<Count> {
    const counted = await this.forked.ask({ kind: 'count' });
    if (!counted) throw new Error('The cameras counted nothing.');
    return counted;
  }

  /** One whole session, to its end. */
  async visit(url: string, workflow: string): Promise<void> {
    await this.forked.ask({ kind: 'visit', url, workflow });
  }
}
