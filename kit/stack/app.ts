/** The built app as Pages runs it, in workerd. Settings as in dev/start/pages.ts, state of its own. */

import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, plainEnv, startChild } from '../process/child';
import { ROOT } from '../process/paths';
import { freePort } from '../process/ports';
import {
  closeFolder,
  keepBusy,
  pagesDevArgs,
  quietWrangler,
  type Tls,
  WRANGLER_READY,
} from '../process/wrangler';

export type App = {
  /** The page's origin. */
  url: string;
  /** The page that it serves, in a folder of its own. */
  dist: string;
  /** Everything workerd printed: one JSON line a request, and wrangler's own. */
  output(): string;
  stop(): Promise<void>;
};

/** What the app is made of, besides node_modules. */
const PARTS = ['dist', 'functions', 'proxy', 'protocol', 'wrangler.jsonc'];

/**
 * A copy of the app as it is now, below the root so that node_modules are found. wrangler watches what it
 * serves and starts over at each change: whoever edits or builds meanwhile would pull the app from under the
 * tests.
 */
export function snapshot(folder: string): void {
  for (const part of PARTS) cpSync(join(ROOT, part), join(folder, part), { recursive: true });
}

/**
 * @param source what `snapshot` made.
 * @param folder where wrangler keeps its state.
 * @param env the app's own variables.
 * @param tls PEM files for localhost: they make it speak https, where the proxy asks for a proof even on
 * localhost (proxy/guard/lock.ts).
 */
export async function startApp(
  source: string,
  folder: string,
  env: Record<string, string>,
  tls: Tls | null = null,
): Promise<App> {
  const port = await freePort();
  const child = await run(source, folder, await argsFor(folder, port, tls), env);
  // localhost and not 127.0.0.1: the page's origin is what a visitor types.
  const url = `http${tls ? 's' : ''}://localhost:${port}`;
  const stopAsking = keepBusy(url);
  const stop = () => {
    stopAsking();
    return child.stop();
  };
  return { url, dist: join(folder, 'dist'), output: child.output, stop };
}

async function argsFor(folder: string, port: number, tls: Tls | null): Promise<string[]> {
  const inspectorPort = await freePort();
  const dist = join(folder, 'dist');
  return pagesDevArgs({ root: ROOT, folder, dist, host: '127.0.0.1', port, inspectorPort, tls });
}

function run(source: string, folder: string, args: string[], env: Record<string, string>): Promise<Child> {
  rmSync(folder, { recursive: true, force: true });
  closeFolder(folder);
  cpSync(source, folder, { recursive: true });
  return startChild(process.execPath, args, {
    ready: WRANGLER_READY,
    readyMs: 60_000,
    env: { ...plainEnv(), ...quietWrangler(join(folder, 'config')), ...env },
  });
}
