import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Gate, PoolBusy, ThreadPool } from './thread-pool';

// Starting a thread takes seconds on a busy machine.
vi.setConfig({ testTimeout: 40_000, hookTimeout: 40_000 });

type Job = { say: string; afterMs: number };
const pools: ThreadPool<Job, string>[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

type Changes = { size?: number; jobLimitMs?: number; maxWaiting?: number; endsItself?: boolean; gate?: Gate };

async function openPool(changes: Changes = {}) {
  const entry = new URL('../../testing/echo-thread.ts', import.meta.url).href;
  const pool = new ThreadPool<Job, string>({
    size: 1,
    entry,
    jobLimitMs: 10_000,
    maxWaiting: 10,
    ...changes,
  });
  pools.push(pool);
  await pool.open();
  return pool;
}

const job =
  (say: string, afterMs = 0) =>
  () => ({ job: { say, afterMs }, transfer: [] });

it('prepares a turn only when a thread is free, in the order the turns were asked for', async () => {
  const pool = await openPool();
  const prepared: string[] = [];
  const turn = (say: string) => () => {
    prepared.push(say);
    return job(say, 20)();
  };
  const all = ['a', 'b', 'c'].map((say) => pool.run(turn(say)));
  expect(prepared).toEqual(['a']);
  expect(await all[0]).toEqual({ answer: 'a' });
  expect(prepared).not.toContain('c');
  expect(await Promise.all(all)).toEqual([{ answer: 'a' }, { answer: 'b' }, { answer: 'c' }]);
  expect(prepared).toEqual(['a', 'b', 'c']);
});

it('passes over turns that have nothing left to do', async () => {
  const pool = await openPool();
  const [first, nothing, last] = [pool.run(job('a', 20)), pool.run(() => null), pool.run(job('c'))];
  expect(await Promise.all([first, nothing, last])).toEqual([{ answer: 'a' }, null, { answer: 'c' }]);
});

it('asks the gate for each turn, prepares it only then, and says when it is over', async () => {
  const letIn: ((leave: () => void) => void)[] = [];
  const left: string[] = [];
  const gate = { enter: () => new Promise<() => void>((resolve) => letIn.push(resolve)) };
  const pool = await openPool({ gate });
  const prepared: string[] = [];
  const turns = ['a', 'b', 'c'].map((say) =>
    pool.run(() => {
      prepared.push(say);
      return say === 'c' ? null : job(say)();
    }),
  );
  expect(letIn).toHaveLength(3);
  letIn[1]!(() => left.push('b'));
  expect(await turns[1]).toEqual({ answer: 'b' });
  letIn[2]!(() => left.push('c'));
  expect(await turns[2]).toBeNull();
  expect({ prepared, left }).toEqual({ prepared: ['b', 'c'], left: ['b', 'c'] });
  await pool.close();
  expect(await turns[0]).toBeNull();
  // Too late: the place is given back all the same.
  letIn[0]!(() => left.push('a'));
  await vi.waitFor(() => expect(left).toEqual(['b', 'c', 'a']));
});

it('ends a thread that hangs, says so, and goes on with a fresh one', async () => {
  const pool = await openPool({ jobLimitMs: 200 });
  const [hanging, next] = [pool.run(job('a', 60_000)), pool.run(job('b'))];
  await expect(hanging).rejects.toThrow('ended');
  expect(await next).toEqual({ answer: 'b' });
});

it('gives each job the whole of its time, after a long rest too', async () => {
  const pool = await openPool({ jobLimitMs: 400 });
  for (const say of ['a', 'b', 'c']) expect(await pool.run(job(say, 250))).toEqual({ answer: say });
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(await pool.run(job('d', 250))).toEqual({ answer: 'd' });
  await expect(pool.run(job('e', 60_000))).rejects.toThrow('ended');
});

it('refuses what it has no room for', async () => {
  const pool = await openPool({ maxWaiting: 1 });
  const [working, waiting] = [pool.run(job('a', 50)), pool.run(job('b'))];
  await expect(pool.run(job('c'))).rejects.toThrow(PoolBusy);
  expect(await Promise.all([working, waiting])).toEqual([{ answer: 'a' }, { answer: 'b' }]);
});

it('lets nobody wait once it is closed', async () => {
  const pool = await openPool();
  const [working, waiting] = [pool.run(job('a', 60_000)), pool.run(job('b'))];
  const broken = expect(working).rejects.toThrow('ended');
  await pool.close();
  await broken;
  expect(await waiting).toBeNull();
  expect(await pool.run(job('c'))).toBeNull();
});

describe('threads that end themselves', () => {
  it('gives a slow job up, and works on with the same thread once it is done', async () => {
    const pool = await openPool({ endsItself: true, jobLimitMs: 100 });
    const [slow, next] = [pool.run(job('a', 400)), pool.run(job('b'))];
    await expect(slow).rejects.toThrow('took too long');
    expect(await next).toEqual({ answer: 'b' });
  });

  it('finishes its job before it is closed', async () => {
    const pool = await openPool({ endsItself: true });
    const working = pool.run(job('a', 200));
    await pool.close();
    expect(await working).toEqual({ answer: 'a' });
  });

  it('can be closed while its threads still start', async () => {
    const entry = new URL('../../testing/echo-thread.ts', import.meta.url).href;
    const pool = new ThreadPool({ size: 2, entry, jobLimitMs: 1000, maxWaiting: 1, endsItself: true });
    const opening = pool.open().catch(() => {});
    await pool.close();
    await opening;
  });
});
