/** Vite's development server, which serves the page and hands what is the proxy's on to workerd. */
import { join } from 'node:path';
import { hostName } from '../../protocol/hosts';
import type { ChildSpec } from './processes/children';

export type ViteOptions = {
  root: string;
  /** On loopback, behind the front. */
  port: number;
  pagesPort: number;
  /** Names to answer to besides IP addresses and localhost. */
  names: readonly string[];
};

/** vite.config.ts reads PAGES_ORIGIN and ALLOWED_HOSTS. */
export function viteSpec({ root, port, pagesPort, names }: ViteOptions): ChildSpec {
  return {
    name: 'page',
    cwd: root,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? root,
      NO_COLOR: '1',
      PAGES_ORIGIN: `http://127.0.0.1:${pagesPort}`,
      ALLOWED_HOSTS: names.flatMap((name) => hostName(name) ?? []).join(','),
    },
    args: [
      join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      ...['--host', '127.0.0.1', '--port', String(port), '--strictPort', '--clearScreen', 'false'],
    ],
  };
}
