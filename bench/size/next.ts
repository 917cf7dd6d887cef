/** What `next build` has built: its manifests say which files a page loads first. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scripts } from './scripts';

type Manifests = { app: { pages: Record<string, string[]> }; build: { polyfillFiles?: string[] } };

/** The page at `/`. @param folder `.next` */
export function nextScripts(folder: string): Scripts {
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const { app, build } = {
    app: read('app-build-manifest.json'),
    build: read('build-manifest.json'),
  } as Manifests;
  const first = Object.entries(app.pages)
    .filter(([route]) => route === '/page' || route.endsWith(')/page') || route.endsWith('/layout'))
    .flatMap(([, files]) => files)
    .filter((file) => file.endsWith('.js'));
  // For browsers without modules alone.
  const old = new Set((build.polyfillFiles ?? []).map((file) => join(folder, file)));
  const entries = readdirSync(join(folder, 'static'), { withFileTypes: true, recursive: true });
  const files = entries.map(({ parentPath, name }) => join(parentPath, name));
  return {
    firstPaint: new Set(first.map((file) => join(folder, file))),
    all: new Set(files.filter((file) => file.endsWith('.js') && !old.has(file))),
  };
}
