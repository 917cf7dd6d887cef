/** Cameras in a process of their own, told what to do from here, one order at a time. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Count, Filming, Order, Reply } from './camera-process';

const PROGRAM = fileURLToPath(new URL('./camera-process.ts', import.meta.url));

export class Cameras {
  private readonly child: ChildProcess;
  private settle: (reply: Reply) => void = () => {};

  constructor() {
    this.child = fork(PROGRAM, [], { execArgv: ['--import', 'tsx'] });
    this.child.on('message', (reply: Reply) => this.settle(reply));
    this.child.on('exit', () => this.settle({ failed: 'The process with the cameras ended.' }));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Dials that many sessions and films; resolves when each has had its first result. @throws where one fails. */
  async film(filming: Filming): Promise<void> {
    await this.order({ kind: 'film', ...filming });
  }

  /** All sessions stay; no frame is sent until they roll again. */
  async rest(): Promise<void> {
    await this.order({ kind: 'rest' });
  }

  async roll(): Promise<void> {
    await this.order({ kind: 'roll' });
  }

  /** Results since the last count. */
  async count(): Promise<Count> {
    const counted = await this.order({ kind: 'count' });
    if (!counted) throw new Error('The cameras counted nothing.');
    return counted;
  }

  /** One whole session, to its end. */
  async visit(url: string, workflow: string): Promise<void> {
    await this.order({ kind: 'visit', url, workflow });
  }

  /** Hangs up all sessions. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    if (this.child.connected) this.child.disconnect();
    await ended;
  }

  private order(order: Order): Promise<Count | null> {
    return new Promise((resolve, reject) => {
      this.settle = (reply) => ('failed' in reply ? reject(new Error(reply.failed)) : resolve(reply.done));
      this.child.send(order);
    });
  }
}
