import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '../kit/process/paths';
import { folderOfTest } from '../kit/testFolder';
import { RECIPES } from '../worker/models/recipes/recipes';
import { notices } from './notices';

it('has the texts of what the proxy and the worker are made of', () => {
  const text = notices(ROOT);
  const [proxy = '', worker = '', models = ''] = text.split(/# The embedded worker|# Models/);
  for (const name of ['hono', 'valibot']) expect(proxy).toContain(`## ${name} - `);
  for (const name of ['@roamhq/wrtc', 'onnxruntime-node', 'sharp', 'zxing-wasm'])
    expect(worker).toContain(`## ${name} - `);
  expect(worker).toContain('Permission is hereby granted');
  expect(text).not.toContain('Not installed');
  for (const { id, licence, notice } of RECIPES) {
    expect(models).toContain(`## ${id} - npm `);
    expect(models).toContain(`(${licence})\n\n${notice}.`);
  }
  expect(models).toContain('TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION');
});

it('says what is not installed, and finds what lies deeper', () => {
  const root = folderOfTest('notices');
  const put = (path: string, text: string) => {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  put(
    'worker/package.json',
    JSON.stringify({ name: 'w', version: '1', dependencies: { a: '1', gone: '1' } }),
  );
  put(
    'node_modules/a/package.json',
    JSON.stringify({ name: 'a', version: '1', license: 'MIT', dependencies: { b: '2' } }),
  );
  put('node_modules/a/node_modules/b/package.json', JSON.stringify({ name: 'b', version: '2' }));
  put('node_modules/a/node_modules/b/LICENCE.txt', 'All yours.');
  const text = notices(root);
  expect(text).toContain('Not installed where this was made: gone.');
  expect(text).toContain('## a - 1 (MIT)');
  expect(text).toMatch(/## b - 2 \(see below\)\s+All yours\./);
});
