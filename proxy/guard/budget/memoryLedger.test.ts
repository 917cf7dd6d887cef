import fc from 'fast-check';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { startDatabase } from '../../../kit/process/database';
import { type Claim, spend } from './ledger';
import { memoryLedger } from './memoryLedger';

const database = await startDatabase();
afterAll(() => database.stop());
beforeEach(() => database.db.prepare('DELETE FROM spent').run());

it('decides as the database does', async () => {
  const claim = (scope: string): fc.Arbitrary<Claim> =>
    fc.record({
      scope: fc.constant(scope),
      kind: fc.constantFrom('entries', 'failures'),
      amount: fc.integer({ min: 0, max: 2 }),
      cap: fc.integer({ min: 0, max: 4 }),
      endsMs: fc.constantFrom(1000, 2000),
    });
  const claims = fc.tuple(claim('a'), claim('b'), claim('c'));
  await fc.assert(
    fc.asyncProperty(fc.array(claims, { minLength: 1, maxLength: 8 }), async (calls) => {
      await database.db.prepare('DELETE FROM spent').run();
      const memory = memoryLedger();
      for (const call of calls) expect(memory.spend(call, 500)).toEqual(await spend(database.db, call, 500));
    }),
    { numRuns: 20 },
  );
}, 60_000);

it('forgets what is over, and never grows without end', () => {
  const memory = memoryLedger();
  const entry = (scope: string, endsMs: number): Claim => ({
    scope,
    kind: 'entries',
    amount: 1,
    cap: 1,
    endsMs,
  });
  expect(memory.spend([entry('a', 1000)], 500)).toBeNull();
  expect(memory.spend([entry('a', 1000)], 500)).toEqual(entry('a', 1000));
  expect(memory.spend([entry('a', 2000)], 1500)).toBeNull();
  const startedMs = performance.now();
  for (let i = 0; i < 12_000; i += 1) memory.spend([entry(`v${i}`, 2000)], 1500);
  // The oldest had to go.
  expect(memory.spend([entry('v0', 2000)], 1500)).toBeNull();
  expect(performance.now() - startedMs).toBeLessThan(20_000);
});
