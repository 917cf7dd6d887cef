import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { ROOT } from './process/paths';

const run = async (command: string, ...words: string[]) => {
  const { stdout } = await promisify(execFile)(command, words, { cwd: ROOT, maxBuffer: 1 << 26 });
  return stdout.split('\n').filter((line) => line !== '');
};

it('each file of TypeScript, tests and all, is held to its types by one of the configurations', async () => {
  const files = await run('git', 'ls-files', '*.ts', '*.tsx', ':!**/rivals/**');
  const configs = ['web', 'workerd', 'node'].map((name) => `tsconfig.${name}.json`);
  const listed = configs.map((config) => run('npx', 'tsc', '-p', config, '--listFilesOnly'));
  const checked = new Set((await Promise.all(listed)).flat().map((path) => path.slice(ROOT.length + 1)));
  expect(files.length).toBeGreaterThan(500);
  expect(files.filter((file) => !checked.has(file))).toEqual([]);
}, 60_000);
