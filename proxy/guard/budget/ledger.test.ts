import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { D1Database } from '@cloudflare/workers-types';
import { afterAll, describe, expect, it } from 'vitest';
import { startDatabase } from '../../../kit/process/database';
import { type Claim, DAY_MS, EVERYONE, spend, windowEnd } from './ledger';

const database = await startDatabase();
afterAll(() => database.stop());

const NOW = 20_000 * DAY_MS + 5;
const endsMs = windowEnd(NOW, DAY_MS);
const claim = (scope: string, amount: number, cap: number, kind: Claim['kind'] = 'sessions'): Claim => ({
  scope,
  kind,
  amount,
  cap,
  endsMs,
});
const used = async (scope: string) => {
  const row = await database.db
    .prepare('SELECT used FROM spent WHERE scope = ?1')
    .bind(scope)
    .first<{ used: number }>();
  return row?.used ?? null;
};

describe('spend', () => {
  it('takes up to the cap and names what is in the way after it', async () => {
    expect(await spend(database.db, [claim('a', 2, 3)], NOW)).toBeNull();
    expect(await spend(database.db, [claim('a', 2, 3)], NOW)).toEqual(claim('a', 2, 3));
    expect(await spend(database.db, [claim('a', 1, 3)], NOW)).toBeNull();
    expect(await used('a')).toBe(3);
  });

  it('of 0 only asks, and leaves nothing behind', async () => {
    const asks = (cap: number) => spend(database.db, [claim('f', 1, 9), claim('g', 0, cap)], NOW);
    expect(await asks(0)).toBeNull();
    expect(await used('g')).toBeNull();
    await spend(database.db, [claim('g', 1, 9)], NOW);
    expect(await asks(0)).toEqual(claim('g', 0, 0));
    expect(await asks(1)).toBeNull();
  });

  it('takes all or nothing', async () => {
    const claims = [claim('b', 1, 9), claim('b', 60, 600, 'seconds'), claim('c', 5, 4)];
    expect(await spend(database.db, claims, NOW)).toEqual(claims[2]);
    expect([await used('b'), await used('c')]).toEqual([null, null]);
  });

  it('a new window is a new budget', async () => {
    expect(await spend(database.db, [claim('d', 1, 1)], NOW)).toBeNull();
    expect(await spend(database.db, [claim('d', 1, 1)], NOW)).not.toBeNull();
    const tomorrow = { ...claim('d', 1, 1), endsMs: endsMs + DAY_MS };
    expect(await spend(database.db, [tomorrow], NOW + DAY_MS)).toBeNull();
  });

  it('the first call of a day clears away what is over, but for what a slower clock may still be at', async () => {
    const midnight = endsMs;
    await spend(database.db, [claim('e', 1, 1)], NOW);
    await spend(database.db, [{ ...claim(EVERYONE, 1, 9), endsMs: endsMs + DAY_MS }], midnight);
    expect(await spend(database.db, [claim('e', 1, 1)], midnight - 500)).not.toBeNull();
    await spend(
      database.db,
      [{ ...claim(EVERYONE, 1, 9), endsMs: endsMs + 3 * DAY_MS }],
      midnight + 2 * DAY_MS,
    );
    expect(await used('e')).toBeNull();
    expect(await used(EVERYONE)).toBe(1);
  });

  it('50 at once never spend more than there is, and none that was granted is lost', {
    timeout: 30_000,
  }, async () => {
    const tries = Array.from({ length: 50 }, (_, index) =>
      spend(
        database.db,
        [claim(`v${index}`, 1, 5), claim('all', 1, 17), claim('all', 600, 6000, 'seconds')],
        NOW,
      ),
    );
    const granted = (await Promise.all(tries)).filter((refused) => refused === null);
    // 17 sessions, but 6000 seconds are ten of them.
    expect(granted).toHaveLength(10);
    const rows = await database.db
      .prepare("SELECT kind, used FROM spent WHERE scope = 'all' ORDER BY kind")
      .all<{ kind: string; used: number }>();
    expect(rows.results).toEqual([
      { kind: 'seconds', used: 6000 },
      { kind: 'sessions', used: 10 },
    ]);
  });

  it('remembers across a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sightline-d1-'));
    try {
      const before = await startDatabase({ folder });
      expect(await spend(before.db, [claim('a', 3, 3)], NOW)).toBeNull();
      await before.stop();
      const after = await startDatabase({ folder });
      expect(await spend(after.db, [claim('a', 1, 3)], NOW)).not.toBeNull();
      await after.stop();
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  it.each([
    ['no such table: spent: SQLITE_ERROR', 'not_configured', /migrations apply/],
    ['D1_ERROR: Network connection lost.', 'budget_unavailable', /^The budget database does not answer/],
    ['D1_ERROR: database or disk is full: SQLITE_FULL', 'budget_unavailable', /does not answer/],
  ])('a database that says "%s" is %s', async (words, code, message) => {
    const broken = {
      prepare: () => ({ bind: () => ({ all: () => Promise.reject(new Error(words)) }) }),
    } as unknown as D1Database;
    await expect(spend(broken, [claim('a', 1, 1)], NOW)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
