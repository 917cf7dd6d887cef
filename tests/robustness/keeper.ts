/** `npm run worker` as a program, with the model of the tests. */
import { execFileSync } from 'node:child_process';
import { expect, vi } from 'vitest';
import { startChild } from '../../kit/process/child';
import { freePort } from '../../kit/process/ports';
import { SIGNS } from '../../kit/stack/signs';

/** `listens`: until it has said so as often. `worker`: the process under it. */
export async function startKeeper(more: Record<string, string> = {}) {
  const env = { ...process.env, ...SIGNS, HOST: '127.0.0.1', PORT: String(await freePort()), ...more };
  const keeper = await startChild(process.execPath, ['--import', 'tsx', 'worker/keep.ts'], { env });
  const listens = (times: number) =>
    vi.waitFor(() => expect(keeper.output().match(/listens on/g)).toHaveLength(times), 60_000);
  const worker = () => {
    // tsx has a child of its own.
    const found = execFileSync('pgrep', ['-f', '-P', String(keeper.pid), 'worker/main.ts'], {
      encoding: 'utf8',
    });
    expect(found).toMatch(/^\d+\n$/);
    return Number(found);
  };
  return { keeper, listens, worker, port: Number(env.PORT) };
}
