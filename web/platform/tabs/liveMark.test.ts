import { expect, it } from 'vitest';
import { createLiveMark, isAnyLive } from './liveMark';

/** As a browser's, for shared locks alone: granted at once, held until the callback's promise ends. */
function locks() {
  const held = new Set<object>();
  const request = async (name: string, _options: LockOptions, hold: () => Promise<void>) => {
    const lock = { name };
    held.add(lock);
    await hold();
    held.delete(lock);
  };
  const query = async () => ({ held: [...held] as LockInfo[] });
  return { request, query } as unknown as Pick<LockManager, 'request' | 'query'>;
}

it('is there from live to its end, once for each tab', async () => {
  const all = locks();
  const [one, other] = [createLiveMark(all), createLiveMark(all)];
  expect(await isAnyLive(all)).toBe(false);
  one(true);
  one(true);
  other(true);
  expect((await all.query()).held).toHaveLength(2);
  one(false);
  one(false);
  expect(await isAnyLive(all)).toBe(true);
  other(false);
  await Promise.resolve();
  expect(await isAnyLive(all)).toBe(false);
});

it('where a browser has no locks, or refuses them, nothing happens', async () => {
  const refused = Promise.reject(new DOMException('', 'SecurityError'));
  const none = { request: () => refused, query: () => refused } as unknown as LockManager;
  createLiveMark(none)(true);
  createLiveMark(undefined)(true);
  expect([await isAnyLive(none), await isAnyLive(undefined)]).toEqual([false, false]);
});
