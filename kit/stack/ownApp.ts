/** An app apart from the stack's, and what it needs, each kept as a part of `startParts`. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { Browsers } from '../browser/browsers';
import { emptyHome } from '../browser/trust';
import { ROOT } from '../process/paths';
import { type App, snapshot, startApp } from './app';
import type { Keep } from './parts';

/** Below the root, so that node_modules are found. */
export function keepFolder(keep: Keep, name: string): string {
  mkdirSync(join(ROOT, '.sightline'), { recursive: true });
  const made = mkdtempSync(join(ROOT, '.sightline', `${name}-`));
  return keep(made, () => rmSync(made, { recursive: true, force: true }));
}

/** Takes the page of dist/. Of STUN it knows nothing, where `settings` do not. */
export async function keepApp(keep: Keep, folder: string, settings: Record<string, string>): Promise<App> {
  const source = join(folder, 'source');
  snapshot(source);
  const env = { DEFAULT_STUN_URLS: '', WORKER_STUN_URLS: '', ...settings };
  return keep(await startApp(source, join(folder, 'app'), env), ({ stop }) => stop());
}

/** They do not trust the tests' own CA. */
export function keepBrowsers(keep: Keep, folder: string): Browsers {
  const home = emptyHome(folder, 'chromium');
  return keep(new Browsers(chromium, { trusting: home, suspicious: home }), (all) => all.close());
}
