/**
 * One version: package.json's, which the page shows, the changelog's newest, and a Node that both start on.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../../kit/process/paths';

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifest = JSON.parse(textOf('package.json')) as { version: string; engines: { node: string } };
const numbers = (version: string) => version.split('.').map(Number);

it('is the first that the changelog has', () => {
  expect(/^## (\S+)/m.exec(textOf('CHANGELOG.md'))?.[1]).toBe(manifest.version);
});

it('runs on the Node that .nvmrc names', () => {
  const [major, minor, patch] = numbers(/^>=(\d+\.\d+\.\d+)$/.exec(manifest.engines.node)?.[1] ?? '');
  // A line, not one release: nvm takes the newest of it.
  expect(numbers(textOf('.nvmrc').trim())).toEqual([major, minor]);
  expect(patch).toBe(0);
});
