/** `npm run worker` as a program: what it does when the worker under it crashes, and when it is itself ended. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it, vi } from 'vitest';
import { freePort } from '../../kit/process/ports';

vi.setConfig({ testTimeout: 180_000 });

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function startKeeper(more: Record<string, string> = {}) {
  const env = { ...process.env, HOST: '127.0.0.1', PORT: String(await freePort()), ...more };
  const keeper = spawn(process.execPath, ['--import', 'tsx', 'worker/keep.ts'], { env });
  let printed = '';
  for (const stream of [keeper.stdout, keeper.stderr])
    stream.on('data', (text: Buffer) => {
      printed += text.toString();
    });
  const ended = once(keeper, 'exit');
  const listens = (times: number) =>
    vi.waitFor(() => expect(printed.match(/listens on/g)).toHaveLength(times), 60_000);
  const worker = () => {
    // tsx has a child of its own.
    const found = execFileSync('pgrep', ['-f', '-P', String(keeper.pid), 'worker/main.ts'], {
      encoding: 'utf8',
    });
    expect(found).toMatch(/^\d+\n$/);
    return Number(found);
  };
  return { keeper, ended, listens, worker, port: Number(env.PORT), printed: () => printed };
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

it('starts it again after the eleventh crash as after the first, says each in a line, and goes at a word between two lives', async () => {
  const { keeper, ended, listens, worker, port, printed } = await startKeeper();
  for (let time = 1; time <= 11; time += 1) {
    await listens(time);
    process.kill(worker(), time % 2 === 0 ? 'SIGABRT' : 'SIGSEGV');
  }
  await listens(12);
  expect((await fetch(`http://127.0.0.1:${port}/readiness`)).status).toBe(200);
  expect(printed().match(/^The worker crashed \(SIG\w+\) and is started again.*\.$/gm)).toHaveLength(11);
  process.kill(worker(), 'SIGKILL');
  await vi.waitFor(
    () => expect(printed()).toContain('The worker crashed (SIGKILL) and is started again in 5.0 s.'),
    5000,
  );
  keeper.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});

it('ends with the worker’s own sentence where its port is taken from the beginning', async () => {
  const { keeper: first, listens, port, ended: firstEnded } = await startKeeper();
  await listens(1);
  const { ended, printed } = await startKeeper({ PORT: String(port) });
  expect(await ended).toEqual([1, null]);
  expect(printed()).toMatch(/^Port \d+ on 127\.0\.0\.1 is taken: /m);
  expect(printed()).not.toContain('started again');
  first.kill('SIGTERM');
  await firstEnded;
});

it('comes back where another took its port in between, once that one is gone', async () => {
  const { keeper, ended, listens, worker, port, printed } = await startKeeper();
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
  await vi.waitFor(() => expect(printed()).toContain('(status 1) and is started again'), 60_000);
  other.close();
  await listens(2);
  keeper.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
