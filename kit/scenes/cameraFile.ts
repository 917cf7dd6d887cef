import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../process/paths';
import { renderY4m } from './render';
import { type SceneName, scenes } from './scenes';
import { filmOf } from './tracked/film';
import { trackedScene } from './tracked/scenes';

const FOLDER = join(ROOT, '.sightline', 'fixtures');
const inScenes = (file: string) => join(ROOT, 'kit', 'scenes', file);
const SOURCES = ['scenes.ts', 'signs.ts', 'render.ts'].map(inScenes);
const TRACKED = [
  inScenes('render.ts'),
  ...['film.ts', 'paint.ts', 'scenes.ts', 'sprites.ts'].map((file) => inScenes(`tracked/${file}`)),
];

/**
 * What a camera may film besides drawn scenes: three photographs on a wall, a cat, a cup and a person; three
 * things, while a hand pans (`tracked/scenes.ts`).
 */
export type Filmed = SceneName | 'wall' | 'pan and back';
const WALL = join(ROOT, 'kit', 'photos', 'real', 'wall.jpg');

/** The file that Chromium plays in a loop; made at the first call, and again when its maker's source changes. */
export function cameraFile(name: Filmed): string {
  if (name === 'wall') return made('wall', 'mjpeg', [WALL], () => readFileSync(WALL));
  if (name === 'pan and back') return made('pan', 'y4m', TRACKED, () => filmOf(trackedScene(name)));
  return made(name, 'y4m', SOURCES, () => renderY4m(scenes[name]));
}

function made(name: string, ending: string, sources: string[], make: () => Buffer): string {
  const digest = createHash('sha256');
  for (const source of sources) digest.update(readFileSync(source));
  const path = join(FOLDER, `${name}-${digest.digest('hex').slice(0, 12)}.${ending}`);
  if (existsSync(path)) return path;
  mkdirSync(FOLDER, { recursive: true });
  // Another Playwright worker may be making the same file: a rename never shows it half written.
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, make());
  renameSync(draft, path);
  return path;
}
