/** The handle on wire.py, the link between an access router and the internet. */
import { fileURLToPath } from 'node:url';
import type { Path } from '../networks';
import { type Daemon, daemon, LabError } from '../shell';

const PROGRAM = fileURLToPath(new URL('wire.py', import.meta.url));
/** The self-test's two ends; see probe.py. */
export const PROBE = fileURLToPath(new URL('probe.py', import.meta.url));
const ANSWER_MS = 2000;

export type WireEnd = { namespace: string; device: string };
export type PathCounts = { packets: number; bytes: number; lost: number; overflowed: number };
export type WireStats = { up: PathCounts; down: PathCounts; droppedFlows: number };

export type Wire = {
  set(paths: { up?: Path; down?: Path }): Promise<void>;
  /** Drops TCP flows to port 443 whose first payload byte is no TLS handshake. */
  inspect(on: boolean): Promise<void>;
  /** The link goes down, with all that is under way on it. */
  cut(): Promise<void>;
  restore(): Promise<void>;
  stats(): Promise<WireStats>;
  stop(): Promise<void>;
};

/** Answers come in the order of the questions, one line each. */
class Line {
  private readonly waiting: { resolve(text: string): void; reject(error: Error): void }[] = [];
  private rest = '';

  constructor(private readonly program: Daemon) {
    program.child.stdout?.on('data', (chunk: Buffer) => this.take(chunk.toString('utf8')));
    program.child.once('exit', () => this.fail());
  }

  private take(text: string): void {
    const lines = (this.rest + text).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.waiting.shift()?.resolve(line);
  }

  private fail(): void {
    for (const { reject } of this.waiting.splice(0))
      reject(new LabError(`The wire broke: ${this.program.said()}`));
  }

  next(): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new LabError('The wire does not answer.')), ANSWER_MS);
      const before =
        <T>(then: (value: T) => void) =>
        (value: T) => {
          clearTimeout(timer);
          then(value);
        };
      this.waiting.push({ resolve: before(resolve), reject: before(reject) });
      if (this.program.child.exitCode !== null) this.fail();
    });
  }

  ask(order: object): Promise<string> {
    const answer = this.next();
    this.program.child.stdin?.write(`${JSON.stringify(order)}\n`);
    return answer;
  }
}

const asFields = ({ delayMs, jitterMs = 0, loss = 0, rateKbit = 0, queueMs = 250 }: Path) => ({
  delay_ms: delayMs,
  jitter_ms: jitterMs,
  loss,
  rate_kbit: rateKbit,
  queue_ms: queueMs,
});

/** Makes both devices, down and without addresses. They go when the wire stops. "up" is near to far. */
export async function layWire(near: WireEnd, far: WireEnd): Promise<Wire> {
  const program = daemon('python3', [PROGRAM, near.namespace, near.device, far.namespace, far.device]);
  const line = new Line(program);
  await line.next();
  return {
    async set({ up, down }) {
      await line.ask({ set: { ...(up && { up: asFields(up) }), ...(down && { down: asFields(down) }) } });
    },
    async inspect(on) {
      await line.ask({ inspect: on });
    },
    async cut() {
      await line.ask({ cut: true });
    },
    async restore() {
      await line.ask({ cut: false });
    },
    stats: async () => JSON.parse(await line.ask({ stats: true })) as WireStats,
    stop: () => program.stop(),
  };
}
