/** Builds the Pages worker as Pages' own CI does, and the entry for Workers. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { plainEnv } from './child';
import { ROOT } from './paths';
import { quietWrangler, wranglerProgram } from './wrangler';

const run = promisify(execFile);

/** A project to build and where the result goes. */
export type Place = { project: string; out: string };
export const APP: Place = { project: ROOT, out: join(ROOT, '.artifact') };

async function wrangler(cwd: string, ...args: string[]): Promise<void> {
  const env = { ...plainEnv(), ...quietWrangler(join(APP.out, 'config')) };
  await run(process.execPath, [wranglerProgram(ROOT), ...args], { cwd, env });
}

/** The flags are Pages' build image's: with both wrangler.jsonc is read, without them nodejs_compat is
 * lost. */
export async function buildArtifact({ project, out }: Place = APP): Promise<void> {
  await mkdir(out, { recursive: true });
  await wrangler(
    project,
    ...['pages', 'functions', 'build', '--project-directory', project],
    ...['--build-metadata-path', join(out, 'build-metadata.json')],
    ...['--output-config-path', join(out, 'routing.json')],
    ...['--outdir', join(out, 'functions'), '--metafile'],
  );
}

/** The entry for Workers, without what Pages puts before a Function. @returns the script */
export async function buildWorkers(out: string): Promise<string> {
  // wrangler wants the page's folder to be there, even where nothing is uploaded.
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  await wrangler(ROOT, 'deploy', '--config', 'wrangler.workers.jsonc', '--dry-run', '--outdir', out);
  return join(out, 'workers.js');
}

export function scriptOf({ out }: Place): string {
  return join(out, 'functions', 'index.js');
}

/** KiB, zipped, of what is uploaded. */
export async function zippedKib(place: Place): Promise<number> {
  return gzipSync(await readFile(scriptOf(place))).length / 1024;
}

/** Bytes of source that went into the bundle, by part, largest first. */
export async function bundleParts({ out }: Place = APP): Promise<[part: string, bytes: number][]> {
  const meta = JSON.parse(await readFile(join(out, 'functions/bundle-meta.json'), 'utf8')) as {
    outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
  };
  const sizes = new Map<string, number>();
  for (const { inputs } of Object.values(meta.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const part = partOf(path);
      sizes.set(part, (sizes.get(part) ?? 0) + bytesInOutput);
    }
  return [...sizes].sort((a, b) => b[1] - a[1]);
}

/** The same in words: the ten largest, KiB. */
export async function bundleInWords(place?: Place): Promise<string> {
  const parts = (await bundleParts(place)).slice(0, 10);
  return parts.map(([part, bytes]) => `${part} ${Math.round(bytes / 1024)}`).join(', ');
}

function partOf(path: string): string {
  const packaged = /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
  return packaged ?? /(?:^|\/)(proxy|protocol|functions)\//.exec(path)?.[1] ?? 'wrangler';
}
