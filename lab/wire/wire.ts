/** The handle on wire.py, the link between an access router and the internet. */
import { fileURLToPath } from 'node:url';
import type { Path } from '../networks';
import { Orders } from '../orders';
import { daemon } from '../shell';

const PROGRAM = fileURLToPath(new URL('wire.py', import.meta.url));
/** The self-test's two ends; see probe.py. */
export const PROBE = fileURLToPath(new URL('probe.py', import.meta.url));

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
  const line = new Orders(program, 'The wire');
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
