/** Fetching with npm itself, from a registry that does not always behave; and once from npm's own. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Child, plainEnv, spawnChild } from '../../kit/process/child';
import { freePort } from '../../kit/process/ports';
import { type FetchOptions, fetchModel, type Progress } from '../../worker/models/fetching/fetch';
import { findModel, hexOf, removeModel } from '../../worker/models/fetching/folder';
import { ModelProblem } from '../../worker/models/fetching/problem';
import { EVERYDAY } from '../../worker/models/recipes/everyday';
import { type Manner, RECIPE, type Registry, startRegistry } from '../../worker/models/testing/registry';

let folder: string;
let registry: Registry | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sightline-models-'));
});
afterEach(async () => {
  delete process.env.npm_config_registry;
  await registry?.close();
  registry = undefined;
  rmSync(folder, { recursive: true, force: true });
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
    expect(left()).toEqual([]);
    await expectMended();
    expect(registry?.asked).toBe(3);
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
    expect(left()).toEqual([]);
    await expectMended();
  });

  it('cut off once, it is begun again in the same start', async () => {
    const { asked } = await serve('cut', 'good');
    expect(asked).toBe(0);
    await fetch();
    expect(registry?.asked).toBe(2);
  });

  it('a registry that falls silent', async () => {
    await serve('hanging');
    const problem = await problemOf({ silenceMs: 3000 });
    expect(problem.message).toMatch(/has sent nothing for a while\. See to the connection/);
    expect(left()).toEqual([]);
    await expectMended();
  });

  it('no network, within seconds', async () => {
    process.env.npm_config_registry = `http://user:secret@127.0.0.1:${await freePort()}`;
    const startMs = performance.now();
    const { code, message } = await problemOf();
    expect(performance.now() - startMs).toBeLessThan(8000);
    expect([code, message]).toEqual(['unreachable', expect.stringMatching(/cannot be reached.*"proxy"/)]);
    expect(message).not.toMatch(/user|secret/);
    expect(left()).toEqual([]);
    await expectMended();
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
    expect(left()).toEqual([]);
    await expectMended();
  });
});

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
    expect(left()).toEqual([]);
    await expectMended();
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
