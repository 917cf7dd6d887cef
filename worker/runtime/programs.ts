/** What runs in threads and processes of its own, each one file of JavaScript by the time it starts. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/** Each as the URL of a file that `boot.mjs` can run. */
export type Programs = {
  /** A process that holds sessions. */
  session: string;
  /** Threads: the model, the readers of codes and of text, the painter. */
  objects: string;
  codes: string;
  text: string;
  pictures: string;
};

const sourceOf = (path: string) => new URL(path, import.meta.url).href;

/** As they are written. Starting one, tsx compiles file by file, in a thread of its own for each thread. */
export const SOURCES: Programs = {
  session: sourceOf('../session/entry.ts'),
  objects: sourceOf('../detect/objects/object-thread.ts'),
  codes: sourceOf('../detect/codes/code-thread.ts'),
  text: sourceOf('../detect/text/text-thread.ts'),
  pictures: sourceOf('../pictures/picture-thread.ts'),
};

const NAMES = Object.keys(SOURCES) as (keyof Programs)[];

const FOLDER = fileURLToPath(new URL('../../.sightline/worker/', import.meta.url));

/**
 * Bundles them, in a tenth of a second. A process for sessions then takes 0.27 s of CPU to start in place of
 * 0.9, and 92 MB in place of 144. @returns the sources where the folder cannot be written, as in a read-only
 * container: all works, and starts slower.
 */
export async function buildPrograms(folder = FOLDER): Promise<Programs> {
  try {
    await mkdir(folder, { recursive: true });
    const built = await Promise.all((await bundle(folder)).map(({ path, code }) => put(path, code)));
    return Object.fromEntries(NAMES.map((name, at) => [name, built[at]])) as Programs;
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? 'esbuild failed';
    console.error(`The worker's parts cannot be bundled into ${folder} (${why}): they start more slowly.`);
    return SOURCES;
  }
}

async function bundle(folder: string): Promise<{ path: string; code: Uint8Array }[]> {
  const { build, stop } = await import('esbuild');
  try {
    const { outputFiles } = await build({
      entryPoints: Object.fromEntries(NAMES.map((name) => [name, fileURLToPath(SOURCES[name])])),
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      outdir: folder,
      write: false,
      plugins: [keepUrls],
    });
    const codeOf = (name: string) =>
      outputFiles.find(({ path }) => basename(path) === `${name}.js`)?.contents;
    return NAMES.map((name) => ({
      path: join(folder, `${name}.mjs`),
      code: codeOf(name) ?? new Uint8Array(),
    }));
  } finally {
    await stop();
  }
}

/** The model, the kernels and other programs are named relative to the source that asks for them. */
const keepUrls: Plugin = {
  name: 'keep-urls',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const url = JSON.stringify(pathToFileURL(path).href);
      return { contents: text.replaceAll('import.meta.url', url), loader: 'ts' };
    });
  },
};

/** In one step: another worker may be starting from the same folder. */
async function put(path: string, code: Uint8Array): Promise<string> {
  const unfinished = `${path}.${randomUUID()}`;
  await writeFile(unfinished, code);
  await rename(unfinished, path);
  return pathToFileURL(path).href;
}
