/**
 * `npm run worker` as a program: what it does when the worker under it crashes, and when it is itself ended.
 */
import { createServer } from 'node:net';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { freePort } from '../../kit/process/ports';
import { folderOfTest } from '../../kit/testFolder';
import { startKeeper } from './keeper';

vi.setConfig({ testTimeout: 180_000 });

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

it('starts a crashed worker again, and ends it in good order', async () => {
  const { keeper, listens, worker } = await startKeeper();
  await listens(1);
  process.kill(worker(), 'SIGSEGV');
  await listens(2);
  expect(keeper.output()).toContain('The worker crashed (SIGSEGV) and is started again.');
  const second = worker();
  keeper.process.kill('SIGINT');
  expect(await keeper.exited).toBe(0);
  expect(isThere(second)).toBe(false);
});

it('takes the worker with it where it is killed', async () => {
  const { keeper, listens, worker } = await startKeeper();
  await listens(1);
  const pid = worker();
  keeper.process.kill('SIGKILL');
  await keeper.exited;
  await vi.waitFor(() => expect(isThere(pid)).toBe(false), 10_000);
});

it('ends with the worker’s own sentence where its port is taken from the beginning', async () => {
  const { keeper: first, listens, port } = await startKeeper();
  await listens(1);
  const { keeper: second } = await startKeeper({ PORT: String(port) });
  expect(await second.exited).toBe(1);
  expect(second.output()).toMatch(/^Port \d+ on 127\.0\.0\.1 is taken: /m);
  expect(second.output()).not.toContain('started again');
  first.process.kill('SIGTERM');
  await first.exited;
});

it('comes back where another took its port in between, once that one is gone', async () => {
  const { keeper, listens, worker, port } = await startKeeper();
  await listens(1);
  const other = createServer();
  process.kill(worker(), 'SIGKILL');
  await vi.waitFor(
    () =>
      new Promise<void>((resolve, reject) => {
        other.once('error', reject);
        other.listen(port, '127.0.0.1', resolve);
      }),
    { timeout: 5000, interval: 10 },
  );
  await vi.waitFor(() => expect(keeper.output()).toContain('(status 1) and is started again'), 60_000);
  other.close();
  await listens(2);
  keeper.process.kill('SIGTERM');
  expect(await keeper.exited).toBe(0);
});

describe('a model that is not in place', () => {
  let folder: string;
  beforeEach(() => {
    folder = folderOfTest('keep');
  });

  it('is fetched while the worker serves what there is, which then starts anew with it', async () => {
    const { keeper, listens, port } = await startKeeper({ MODEL: 'everyday', SIGHTLINE_MODELS: folder });
    await listens(1);
    expect((await fetch(`http://127.0.0.1:${port}/readiness`)).status).toBe(200);
    await listens(2);
    const [before = '', after = ''] = keeper.output().split('The worker starts anew with it');
    expect(before).toMatch(/is not in place yet: until then FAST sees what comes with the worker/);
    expect(before).toMatch(/Fetching the model for 80 everyday things, once: 16\.9 MB, Apache-2\.0/);
    expect(after).toMatch(/FAST sees person, bicycle, .* and 70 more/);
    expect(after).toMatch(/is read as YOLOv8.* It says of itself: .*Apache-2\.0/);
    keeper.process.kill('SIGTERM');
    expect(await keeper.exited).toBe(0);
  });

  it('keeps nobody waiting without a network, and a sentence says so', async () => {
    const registry = { npm_config_registry: `http://127.0.0.1:${await freePort()}` };
    const env = { MODEL: 'everyday', SIGHTLINE_MODELS: folder, ...registry };
    const { keeper, listens, port } = await startKeeper(env);
    await listens(1);
    await keeper.until(/is not in place: the npm registry cannot be reached \(ECONNREFUSED\)\. Connect/);
    expect(keeper.output()).toMatch(/listens on[\s\S]*Fetching/);
    expect((await fetch(`http://127.0.0.1:${port}/readiness`)).status).toBe(200);
    keeper.process.kill('SIGTERM');
    expect(await keeper.exited).toBe(0);
  });
});
