/**
 * Whoever needs one part alone may leave the other's packages out, and nothing is installed behind their
 * back.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainEnv, startChild } from '../../../kit/process/child';
import { freePort } from '../../../kit/process/ports';
import { type Clone, cloneTree } from '../../../kit/stack/clone';

type Entry = {
  dev?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};
type Packages = Record<string, Entry>;

const IN_NODE_MODULES = /^node_modules\/(?!@sightline\/)/;

let clone: Clone;
let packages: Packages;
beforeEach(() => {
  clone = cloneTree();
  packages = JSON.parse(readFileSync(join(clone.root, 'package-lock.json'), 'utf8')).packages;
});
afterEach(() => clone.remove());

function leaveOut(paths: string[]): void {
  expect(paths.length).toBeGreaterThan(2);
  // Who left them out never had the stamp of a whole installation.
  for (const path of [...paths, 'node_modules/.sightline-lock'])
    rmSync(join(clone.root, path), { recursive: true, force: true });
}

/** As `npm ci --workspaces=false`: what nobody but the worker lists. */
function ofTheWorkerAlone(): string[] {
  const others = Object.entries(packages).filter(([path]) => path !== 'worker');
  const needed = new Set(
    others.flatMap(([, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }),
    ),
  );
  const listed = Object.keys(packages.worker?.dependencies ?? {});
  const root = JSON.parse(readFileSync(join(clone.root, 'package.json'), 'utf8')).devDependencies;
  return listed.filter((name) => !needed.has(name) && !(name in root)).map((name) => `node_modules/${name}`);
}

/** As `npm ci --workspace worker --omit=dev`. */
const forDevelopers = () =>
  Object.keys(packages).filter((path) => IN_NODE_MODULES.test(path) && packages[path]?.dev);

/** A registry that nobody answers at: an installation would be seen. */
const offline = { ...plainEnv(), npm_config_registry: 'http://127.0.0.1:9/', npm_config_fetch_retries: '0' };

async function typed(command: string): Promise<{ said: string; exit: number | string }> {
  const [program = '', ...args] = command.split(' ');
  const child = await startChild(program, args, { cwd: clone.root, env: offline });
  const exit = await child.exited;
  return { said: child.output(), exit };
}

describe('without the packages of the other part', () => {
  it('the page is built and checked, and what it misses itself is installed', async () => {
    leaveOut([...ofTheWorkerAlone(), 'node_modules/onnxruntime-common']);
    const built = await typed('npm run build');
    expect(built.said).not.toContain('Installing');
    expect(built).toMatchObject({ exit: 0, said: expect.stringContaining('dist/sw.js') });
    const checked = await typed('npm run deploy:check');
    expect(checked.said).not.toContain('Installing');
    expect(checked.said).toContain('to mend before you deploy');
    leaveOut(['vite', 'wrangler', 'react'].map((name) => `node_modules/${name}`));
    const broken = await typed('npm run build');
    expect(broken.said).toContain('Installing dependencies');
    expect(broken.exit).not.toBe(0);
  });

  it('the worker runs', async () => {
    leaveOut(forDevelopers());
    const child = await startChild('npm', ['run', 'worker'], {
      cwd: clone.root,
      env: { ...offline, PORT: String(await freePort()) },
      ready: /listens on http:\S+/,
    });
    expect(child.output()).not.toContain('Installing');
    const [, url] = /listens on (http:\S+)/.exec(child.output()) ?? [];
    expect((await fetch(`${url}/metrics`)).status).toBe(200);
    await child.stop();
  });
});
