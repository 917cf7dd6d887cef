/**
 * The built worker with a clock that a test sets: days pass in seconds. Not a line of the worker itself is
 * changed.
 */
import { copyFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A request that carries it (Unix time in ms) sets the clock, which then stands still until the next one. */
export const CLOCK = 'X-Test-Clock';

const SCRIPT = `import app from './built.mjs';
const real = Date.now;
let atMs = null;
Date.now = () => atMs ?? real();
export default {
  ...app,
  fetch(request, env, context) {
    const given = request.headers.get('${CLOCK}');
    if (given !== null) atMs = Number(given);
    return app.fetch(request, env, context);
  },
};
`;

/** @param built script of the worker, a module. @returns the script to boot in its place. */
export function withClock(built: string): string {
  const folder = dirname(built);
  // By its name miniflare takes an imported `.js` for CommonJS.
  copyFileSync(built, join(folder, 'built.mjs'));
  const path = join(folder, 'clocked.mjs');
  writeFileSync(path, SCRIPT);
  return path;
}
