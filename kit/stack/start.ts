/** `npm start` and its kin in a clone, on ports that nobody else has. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, plainEnv, startChild } from '../process/child';
import { freePort } from '../process/ports';
import { SIGNS } from './signs';

export type Started = Child & {
  /** What it says the app's address is. */
  url: string;
};

/** What a machine needs to come up beside other tests. */
const READY_MS = 120_000;
const END_MS = 15_000;

/** Where servers would listen; moved, so that nothing of the person who runs the tests is in the way. */
export const PORTS = ['APP_PORT', 'WORKER_PORT', 'TURN_PORT', 'TURN_TLS_PORT', 'PORT'];

export async function ownPorts(): Promise<Record<string, string>> {
  const ports = await Promise.all(PORTS.map(async (name) => [name, String(await freePort())]));
  return Object.fromEntries(ports);
}

/** `args`: what stands behind `npm`. Rejects with its last lines where it does not come up. */
export async function startInClone(
  clone: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Started> {
  const child = await startChild('npm', args, {
    cwd: clone,
    env: { ...plainEnv(), ...SIGNS, ...(await ownPorts()), ...env },
    // The last line of the banner.
    ready: /Sightline runs at\s+\S+[\s\S]*Ctrl-C stops it/,
    readyMs: READY_MS,
  });
  /** Ctrl-C, as a person ends it: what it started gets the time to end. */
  const stop = async () => {
    child.interrupt();
    await Promise.race([child.exited, sleep(END_MS, undefined, { ref: false })]);
    await child.stop();
  };
  return { ...child, stop, url: /Sightline runs at\s+(\S+)/.exec(child.output())?.[1] ?? '' };
}
