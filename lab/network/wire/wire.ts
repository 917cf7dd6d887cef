/** The handle on wire.py, the link between an access router and the internet. */
import { fileURLToPath } from 'node:url';
import { LineClient } from '../lineClient';
import type { Path } from '../networks';
import { daemon } from '../shell';

const PROGRAM = fileURLToPath(new URL('wire.py', import.meta.url));
/** The self-test's two ends; see probe.py. */
export const PROBE = fileURLToPath(new URL('probe.py', import.meta.url));

type WireEnd = { namespace: string; device: string };

export type Wire = {
  set(paths: { up?: Path; down?: Path }): Promise<void>;
  /** Drops TCP flows to port 443 whose first payload byte is no TLS handshake. */
  inspect(on: boolean): Promise<void>;
  /** Drops each flow of TLS to this IPv4 address so long after its first byte; null lets all through again. */
  cutTls(rule: { host: string; afterMs: number } | null): Promise<void>;
  /** The link goes down, with all that is under way on it. */
  cut(): Promise<void>;
  restore(): Promise<void>;
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
  const args = [PROGRAM, near.namespace, near.device, far.namespace, far.device];
  const program = daemon('python3', args, { input: true });
  const client = new LineClient(program, 'The wire');
  await client.next();
  const tell = async (what: object) => void (await client.ask(what));
  return {
    set: ({ up, down }) =>
      tell({ set: { ...(up && { up: asFields(up) }), ...(down && { down: asFields(down) }) } }),
    inspect: (on) => tell({ inspect: on }),
    cutTls: (rule) => tell({ cut_tls: rule && { host: rule.host, after_s: rule.afterMs / 1000 } }),
    cut: () => tell({ cut: true }),
    restore: () => tell({ cut: false }),
    stop: program.stop,
  };
}
