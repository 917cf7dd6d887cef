/** `npm run worker` as a program: when the worker under it crashes, and when it is itself ended. */
import { execFileSync } from 'node:child_process';
import { expect, it, vi } from 'vitest';
import { startChild } from '../../kit/process/child';
import { freePort } from '../../kit/process/ports';

vi.setConfig({ testTimeout: 60_000 });

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function startKeeper() {
  const env = { ...process.env, HOST: '127.0.0.1', PORT: String(await freePort()) };
  const keeper = await startChild(process.execPath, ['--import', 'tsx', 'worker/keep.ts'], { env });
  const listens = (times: number) =>
    vi.waitFor(() => expect(keeper.output().match(/listens on/g)).toHaveLength(times), 30_000);
  const worker = () => {
    // tsx has a child of its own.
    const found = execFileSync('pgrep', ['-f', '-P', String(keeper.pid), 'worker/main.ts'], {
      encoding: 'utf8',
    });
    expect(found).toMatch(/^\d+\n$/);
    return Number(found);
  };
  return { keeper, listens, worker };
}

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
