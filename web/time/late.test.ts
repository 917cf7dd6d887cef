import { expect, it } from 'vitest';
import { Late } from './late';

it('is fetched once, and tells whoever waits', async () => {
  let fetched = 0;
  const late = new Late(async () => {
    fetched += 1;
    return 'code';
  });
  const told: string[] = [];
  late.whenThere((part) => told.push(`early ${part}`));
  late.whenThere((part) => told.push(`gone ${part}`))();
  expect(late.now).toBeNull();
  expect(await Promise.all([late.get(), late.get()])).toEqual(['code', 'code']);
  late.whenThere((part) => told.push(`late ${part}`));
  expect(told).toEqual(['early code', 'late code']);
  expect([fetched, late.now]).toEqual([1, 'code']);
});

it('is fetched again where that has failed', async () => {
  let fetched = 0;
  const late = new Late(async () => {
    fetched += 1;
    if (fetched === 1) throw new TypeError('Failed to fetch dynamically imported module');
    return fetched;
  });
  await expect(late.get()).rejects.toThrow(TypeError);
  expect(late.now).toBeNull();
  expect(await late.get()).toBe(2);
});
