/** The rivals' pages, built by Vite as ours is, and served with our proxy behind them: only the page differs. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { build } from 'vite';
import { ROOT } from '../../kit/process/paths';
import { freePort } from '../../kit/process/ports';

/**
 * What LiveKit's starters show before a room is joined: the camera, and a button. Without a server no more is to
 * be had.
 */
const LIVEKIT = `
import '@livekit/components-styles';
import { PreJoin } from '@livekit/components-react';
import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
createRoot(document.getElementById('root')).render(
  createElement('main', { 'data-lk-theme': 'default' }, createElement(PreJoin, { onSubmit() {} })),
);
`;
/** As of November 2026. */
const PACKAGES = [
  ...['@livekit/components-react@2.9.24', '@livekit/components-styles@1.2.0', 'livekit-client@2.23.0'],
  ...['react@18.3.1', 'react-dom@18.3.1'],
];
const ROBOFLOW = `import ${JSON.stringify(join(ROOT, 'bench', 'taps', 'roboflowPage.ts'))};`;

const pageOf = (body: string) =>
  `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Rival</title>${body}<script type="module" src="/main.js"></script>`;

const PAGES = {
  livekit: { body: '<div id="root"></div>', script: LIVEKIT },
  roboflow: {
    body: '<h1>Sample app</h1><button>Start</button><video playsinline muted></video><canvas></canvas>',
    script: ROBOFLOW,
  },
};
export type Rival = keyof typeof PAGES;

const FOLDER = join(ROOT, '.sightline', 'rivals');

/** @returns the built page's folder. LiveKit's packages come from npm's registry, once. */
export async function buildRival(name: Rival): Promise<string> {
  const folder = join(FOLDER, name);
  mkdirSync(folder, { recursive: true });
  if (name === 'livekit' && !existsSync(join(folder, 'node_modules', 'livekit-client'))) install(folder);
  writeFileSync(join(folder, 'index.html'), pageOf(PAGES[name].body));
  writeFileSync(join(folder, 'main.js'), PAGES[name].script);
  await build({ root: folder, configFile: false, logLevel: 'error', build: { emptyOutDir: true } });
  return join(folder, 'dist');
}

function install(folder: string): void {
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...PACKAGES];
  execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** @param app whose `/v1/` answers behind the page */
export async function serveRival(
  folder: string,
  app: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const port = await freePort();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', app);
    if (pathname.startsWith('/v1/')) return void pass(request, response, app);
    const path = join(folder, pathname === '/' ? 'index.html' : pathname);
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream' });
    response.end(readFileSync(path));
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  return { url: `http://localhost:${port}`, close: () => new Promise((done) => server.close(() => done())) };
}

async function pass(request: IncomingMessage, response: ServerResponse, app: string): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const headers = { 'Content-Type': 'application/json', Origin: app };
  const { method = 'GET' } = request;
  const answer = await fetch(`${app}${request.url}`, {
    method,
    headers,
    ...(method === 'GET' ? {} : { body: Buffer.concat(parts) }),
  });
  response.writeHead(answer.status, { 'Content-Type': 'application/json' });
  response.end(Buffer.from(await answer.arrayBuffer()));
}
