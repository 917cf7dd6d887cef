/**
 * Another host on this machine's network: a network namespace at the far end of a wire of its own. Linux, as
 * root.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type Stranger = {
  /** This machine's address on that wire. */
  address: string;
  /**
   * Runs Node there with this program (ES module) and this on its standard input. @returns what it printed.
   */
  node(program: string, input: string): Promise<string>;
  leave(): Promise<void>;
};

const PATIENCE_MS = 120_000;

async function ip(...commands: string[]): Promise<void> {
  for (const command of commands) await run('ip', command.split(' '));
}

/** What a run that was killed left behind. */
async function sweep(): Promise<void> {
  const { stdout } = await run('ip', ['netns', 'list']);
  for (const [, space = '', pid = ''] of stdout.matchAll(/^(stranger-(\d+))\b/gm))
    if (!existsSync(`/proc/${pid}`)) await ip(`netns del ${space}`);
}

/** @throws what `ip` said where it may not: without root there are no namespaces. */
export async function openStranger(): Promise<Stranger> {
  await sweep();
  const id = String(process.pid);
  // Not the lab's prefix: the lab sweeps what bears it.
  const [space, near, far] = [`stranger-${id}`, `sn${id}`, `sf${id}`];
  // RFC 6890: shared address space, which no real network of this machine uses on both ends.
  const net = `100.${64 + (process.pid % 64)}.${(process.pid >> 6) % 250}`;
  await ip(
    `netns add ${space}`,
    `link add ${near} type veth peer name ${far} netns ${space}`,
    `addr add ${net}.1/30 dev ${near}`,
    `link set ${near} up`,
    `-n ${space} addr add ${net}.2/30 dev ${far}`,
    `-n ${space} link set ${far} up`,
    `-n ${space} link set lo up`,
  );
  return {
    address: `${net}.1`,
    async node(program, input) {
      const args = ['netns', 'exec', space, process.execPath, '--input-type=module', '-e', program];
      const running = run('ip', args, { timeout: PATIENCE_MS, maxBuffer: 2 ** 26 });
      running.child.stdin?.end(input);
      return (await running).stdout;
    },
    leave: () => ip(`netns del ${space}`),
  };
}
