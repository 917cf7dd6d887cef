/** Both pages as they are deployed: built, in workerd, compressed, with the same headers. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../kit/process/paths';
import { snapshot, startApp } from '../../kit/stack/app';
import { keepFolder } from '../../kit/stack/ownApp';
import { startParts } from '../../kit/stack/parts';

export type Pages = { sightline: string; empty: string; stop(): Promise<void> };

/** No worker stands behind them: nobody presses LIVE. */
const SETTINGS = {
  ROBOFLOW_SERVER_URL: 'http://127.0.0.1:9',
  FAST_WORKFLOW_ID: 'fast',
  DEFAULT_STUN_URLS: '',
  WORKER_STUN_URLS: '',
};

/** Takes the page of dist/. */
export function startPages(): Promise<Pages> {
  return startParts(async (keep) => {
    const folder = keepFolder(keep, 'lighthouse-pages');
    const start = async (name: string) => {
      const source = join(folder, `${name}-source`);
      snapshot(source);
      if (name === 'empty') buildEmpty(join(source, 'dist'));
      return keep(await startApp(source, join(folder, name), SETTINGS), ({ stop }) => stop()).url;
    };
    return { sightline: await start('sightline'), empty: await start('empty') };
  });
}

/** In place of our own files; `_headers` and `_routes.json` stay. */
function buildEmpty(dist: string): void {
  for (const ours of ['assets', 'sw.js', 'index.html', 'check.html', 'manifest.webmanifest'])
    rmSync(join(dist, ours), { recursive: true, force: true });
  const vite = join(ROOT, 'node_modules', '.bin', 'vite');
  const args = ['build', '--outDir', dist, '--emptyOutDir', 'false', '--logLevel', 'error'];
  execFileSync(vite, args, { cwd: join(import.meta.dirname, 'empty'), stdio: 'inherit' });
}
