import type { D1Database } from '@cloudflare/workers-types';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { startDatabase } from '../../../kit/process/database';
import { type Claim, DAY_MS, EVERYONE, spend, windowEnd } from './ledger';

const NOW = 20_000 * DAY_MS + 5;
const claim = (scope: string, endsMs = windowEnd(NOW, DAY_MS)): Claim => ({
  scope,
  kind: 'sessions',
  amount: 1,
  cap: 9,
  endsMs,
});

const database = await startDatabase();
afterAll(() => database.stop());
beforeEach(() => database.db.prepare('DELETE FROM spent').run());

const rows = async () => {
  const { results } = await database.db.prepare('SELECT scope FROM spent').all<{ scope: string }>();
  return results.map(({ scope }) => scope);
};

/** The real one, but for the statements that `act` answers in its place. */
function instead(act: (sql: string) => Promise<never> | null): D1Database {
  const prepare = (sql: string) => {
    const real = database.db.prepare(sql);
    const by = (verb: 'all' | 'first' | 'run', values: unknown[]) => () =>
      act(sql) ?? real.bind(...values)[verb]();
    return {
      bind: (...values: unknown[]) => ({
        all: by('all', values),
        first: by('first', values),
        run: by('run', values),
      }),
    };
  };
  return { prepare } as unknown as D1Database;
}

describe('a database that is full', () => {
  it('is cleared of what is over, so that it does not stay so', async () => {
    await spend(database.db, [claim('yesterday', NOW - DAY_MS / 2)], NOW - DAY_MS);
    let isFull = true;
    const db = instead((sql) => {
      if (/DELETE/.test(sql)) isFull = false;
      return isFull && /INSERT/.test(sql) ? Promise.reject(new Error('D1_ERROR: SQLITE_FULL')) : null;
    });
    await expect(spend(db, [claim('a')], NOW)).rejects.toMatchObject({
      code: 'budget_unavailable',
      reason: 'database_full',
    });
    expect(await rows()).toEqual([]);
    expect(await spend(db, [claim('a')], NOW)).toBeNull();
  });
});

describe('a database that hangs', () => {
  it('is waited for 4 s', async () => {
    const startedMs = Date.now();
    await expect(
      spend(
        instead(() => new Promise(() => {})),
        [claim('a')],
        NOW,
      ),
    ).rejects.toMatchObject({
      code: 'budget_unavailable',
      reason: 'database_slow',
    });
    expect(Date.now() - startedMs).toBeLessThan(5000);
  }, 10_000);

  it('while it is cleared away refuses nobody', async () => {
    const db = instead((sql) => (/DELETE/.test(sql) ? new Promise(() => {}) : null));
    expect(await spend(db, [claim(EVERYONE)], NOW)).toBeNull();
    expect(await rows()).toEqual([EVERYONE]);
  }, 10_000);
});

it('what asks for room alone writes nothing', async () => {
  const room: Claim = { ...claim('wrong'), kind: 'failures', amount: 0, cap: 0 };
  expect(await spend(database.db, [room, claim('right')], NOW)).toBeNull();
  expect(await rows()).toEqual(['right']);
  expect(await spend(database.db, [room], NOW)).toBeNull();
  await spend(database.db, [{ ...room, amount: 1, cap: 1 }], NOW);
  expect(await spend(database.db, [room, claim('right')], NOW)).toEqual(room);
  expect(await spend(database.db, [room], NOW)).toEqual(room);
});
