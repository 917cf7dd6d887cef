/** `npm run worker` as a program: what it does when the worker under it crashes, and when it is itself ended. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
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
  const keeper = spawn(process.execPath, ['--import', 'tsx', 'worker/keep.ts'], { env });
  let printed = '';
  for (const stream of [keeper.stdout, keeper.stderr])
    stream.on('data', (text: Buffer) => {
      printed += text.toString();
    });
  const ended = once(keeper, 'exit');
  const listens = (times: number) =>
    vi.waitFor(() => expect(printed.match(/listens on/g)).toHaveLength(times), 30_000);
  const worker = () => {
    // tsx has a child of its own.
    const found = execFileSync('pgrep', ['-f', '-P', String(keeper.pid), 'worker/main.ts'], {
      encoding: 'utf8',
    });
    expect(found).toMatch(/^\d+\n$/);
    return Number(found);
  };
  return { keeper, ended, listens, worker, printed: () => printed };
}

it('starts a crashed worker again, and ends it in good order', async () => {
  const { keeper, ended, listens, worker, printed } = await startKeeper();
  await listens(1);
  process.kill(worker(), 'SIGSEGV');
  await listens(2);
  expect(printed()).toContain('The worker crashed (SIGSEGV) and is started again.');
  const second = worker();
  keeper.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
  expect(isThere(second)).toBe(false);
});

it('takes the worker with it where it is killed', async () => {
  const { keeper, ended, listens, worker } = await startKeeper();
  await listens(1);
  const pid = worker();
  keeper.kill('SIGKILL');
  await ended;
  await vi.waitFor(() => expect(isThere(pid)).toBe(false), 10_000);
});
