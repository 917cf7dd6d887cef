/** Where models lie: outside the repository, so that all checkouts of a machine share them. */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Recipe } from '../recipes/types';

type Env = Record<string, string | undefined>;

/** SIGHTLINE_MODELS, or what the platform keeps for caches (specifications.freedesktop.org/basedir-spec). */
export function modelsFolder(env: Env = process.env): string {
  const cache = env.XDG_CACHE_HOME || env.LOCALAPPDATA || join(homedir(), '.cache');
  return env.SIGHTLINE_MODELS || join(cache, 'sightline', 'models');
}

/** By its contents: checkouts with other recipes leave each other's alone. */
export function pathOf({ id, sha256 }: Recipe, folder: string): string {
  return join(folder, sha256.slice(0, 16), `${id}.onnx`);
}

export function licencePath(recipe: Recipe, folder: string): string {
  return join(dirname(pathOf(recipe, folder)), 'LICENSE');
}

/** Of a package that is kept. */
export function packagePath({ id }: Recipe, folder: string): string {
  return join(folder, 'packages', `${id}.tgz`);
}

/** Where the model is, whole; null where it is not, or damaged. */
export async function findModel(recipe: Recipe, folder = modelsFolder()): Promise<string | null> {
  const path = pathOf(recipe, folder);
  const bytes = await readFile(path).catch(() => null);
  return bytes && hexOf(bytes) === recipe.sha256 ? path : null;
}

export async function removeModel(recipe: Recipe, folder = modelsFolder()): Promise<void> {
  await rm(dirname(pathOf(recipe, folder)), { recursive: true, force: true });
  await rm(packagePath(recipe, folder), { force: true });
}

export function hexOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Of folders in which work was going on. */
export const PARTIAL = '.partial-';

/** What a start that was killed has left. Only for who holds the lock. */
export async function clearPartial(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const left = names.filter((name) => name.startsWith(PARTIAL));
  await Promise.all(
    left.map((name) => rm(join(folder, name), { recursive: true, force: true }).catch(() => {})),
  );
}
