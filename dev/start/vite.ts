/** Vite's development server, which serves the page and hands what is the proxy's on to workerd. */
import { join } from 'node:path';
import type { ChildSpec } from './children';

export type ViteOptions = { root: string; host: string; port: number; pagesPort: number };

/** vite.config.ts reads PAGES_ORIGIN. */
export function viteSpec({ root, host, port, pagesPort }: ViteOptions): ChildSpec {
  return {
    name: 'page',
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? root,
      NO_COLOR: '1',
      PAGES_ORIGIN: `http://${host}:${pagesPort}`,
    },
    args: [
      join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      ...['--host', host, '--port', String(port), '--strictPort', '--clearScreen', 'false'],
    ],
  };
}
