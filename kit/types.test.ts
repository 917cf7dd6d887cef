import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from './process/paths';
import { trackedFiles } from './stack/clone';

async function typedBy(config: string): Promise<string[]> {
  const args = ['tsc', '-p', config, '--listFilesOnly'];
  const { stdout } = await promisify(execFile)('npx', args, { cwd: ROOT, maxBuffer: 1 << 26 });
  return stdout.split('\n').map((path) => path.slice(ROOT.length + 1));
}

it('each file of TypeScript, tests and all, is held to its types by one of the configurations', async () => {
  const files = trackedFiles().filter((path) => /\.tsx?$/.test(path) && !path.includes('/rivals/'));
  const configs = ['web', 'workerd', 'node'].map((name) => `tsconfig.${name}.json`);
  const typed = new Set((await Promise.all(configs.map(typedBy))).flat());
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => !typed.has(file))).toEqual([]);
}, 60_000);
