/** What a browser and a cache are told of each built file, by Pages' and by Workers' file servers. */
import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainEnv, startChild } from '../../kit/process/child';
import { ROOT } from '../../kit/process/paths';
import { freePort } from '../../kit/process/ports';
import { closeFolder, quietWrangler, WRANGLER_READY, workersDevArgs } from '../../kit/process/wrangler';
import { snapshot, startApp } from '../../kit/stack/app';
import { folderOfFile } from '../../kit/testFolder';

const folder = folderOfFile('files');
const built = readdirSync(join(ROOT, 'dist', 'assets'));
const ended: (() => Promise<void>)[] = [];
const origins: Record<string, string> = {};

async function startPages(): Promise<string> {
  const source = join(folder, 'source');
  snapshot(source);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const app = await startApp(source, join(folder, 'pages'), {});
  ended.push(app.stop);
  return app.url;
}

async function startWorkers(): Promise<string> {
  const home = join(folder, 'workers');
  closeFolder(home);
  for (const part of ['dist', 'proxy', 'protocol', 'wrangler.workers.jsonc'])
    cpSync(join(ROOT, part), join(home, part), { recursive: true });
  const listening = { host: '127.0.0.1', port: await freePort(), inspectorPort: await freePort() };
  const args = workersDevArgs(ROOT, 'wrangler.workers.jsonc', listening);
  const child = await startChild(process.execPath, args, {
    cwd: home,
    env: { ...plainEnv(), ...quietWrangler(join(folder, 'config')) },
    ready: WRANGLER_READY,
    readyMs: 60_000,
  });
  ended.push(child.stop);
  return `http://localhost:${listening.port}`;
}

beforeAll(async () => {
  origins.Pages = await startPages();
  origins.Workers = await startWorkers();
});
afterAll(async () => {
  for (const end of ended) await end();
});

async function ask(server: string, path: string, init: RequestInit = {}) {
  const { status, headers } = await fetch(`${origins[server]}${path}`, init);
  return { status, type: headers.get('content-type'), cache: headers.get('cache-control') ?? '' };
}

describe.each(['Pages', 'Workers'])('on %s', (server) => {
  it('what is built is kept for good', async () => {
    expect(built.length).toBeGreaterThan(2);
    for (const name of built) {
      const { status, cache } = await ask(server, `/assets/${name}`);
      expect([name, status, cache]).toEqual([name, 200, 'public, max-age=31536000, immutable']);
    }
  });

  it.each([
    '/assets/index-OLD.js',
    '/assets/old/index.css',
    '/assets/',
    '/old.js',
    '/nowhere',
    '/icons/none.png',
  ])('what is not there is not found, and nobody keeps that: %s', async (path) => {
    // As a browser asks for a file, and as it opens a page.
    for (const mode of ['no-cors', 'navigate']) {
      const { status, cache } = await ask(server, path, { headers: { 'Sec-Fetch-Mode': mode } });
      expect([status, cache]).toEqual([404, expect.not.stringMatching(/immutable|max-age=[1-9]/)]);
    }
  });

  it.each(['/', '/?relay=force', '/check', '/sw.js', '/manifest.webmanifest'])(
    '%s is asked for afresh',
    async (path) => {
      expect(await ask(server, path)).toMatchObject({
        status: 200,
        cache: expect.stringContaining('no-cache'),
      });
    },
  );

  it('robots are told in words of their own', async () => {
    expect(await ask(server, '/robots.txt')).toMatchObject({
      status: 200,
      type: expect.stringContaining('text/plain'),
    });
  });
});
