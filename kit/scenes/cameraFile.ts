import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/paths';
import { renderY4m } from './render';
import { type SceneName, scenes } from './scenes';

const FOLDER = join(ROOT, '.sightline', 'fixtures');
const SOURCES = ['scenes.ts', 'signs.ts', 'render.ts'].map((file) => join(ROOT, 'kit', 'scenes', file));

/** The scene's Y4M file for Chromium; made at the first call, and again when its maker's source changes. */
export function cameraFile(name: SceneName): string {
  const made = createHash('sha256');
  for (const source of SOURCES) made.update(readFileSync(source));
  const path = join(FOLDER, `${name}-${made.digest('hex').slice(0, 12)}.y4m`);
  if (existsSync(path)) return path;
  mkdirSync(FOLDER, { recursive: true });
  // Another Playwright worker may be making the same file: a rename never shows it half written.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, renderY4m(scenes[name]));
  renameSync(draft, path);
  return path;
}
