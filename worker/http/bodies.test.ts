import { expect, it } from 'vitest';
import { Bodies } from './bodies';

const MB = 1024 * 1024;

it('lets giants fill three quarters, and what a phone sends the rest', () => {
  const bodies = new Bodies();
  const giants = Array.from({ length: 5 }, () => bodies.open());
  const taken = giants.map((giant) => giant.take(27 * MB));
  expect(taken).toEqual([true, true, true, false, false]);
  const phone = bodies.open();
  expect(phone.take(5 * MB)).toBe(true);
  // It has become one of them meanwhile.
  expect(phone.take(20 * MB)).toBe(false);
});

it('is never beyond its measure, whatever arrives in which pieces, and has it all back at the end', () => {
  const bodies = new Bodies();
  const many = Array.from({ length: 400 }, () => bodies.open());
  let held = 0;
  for (let round = 0; round < 10; round += 1) for (const one of many) if (one.take(MB)) held += MB;
  expect(held).toBeLessThanOrEqual(128 * MB);
  for (const one of many) one.giveBack();
  for (const one of many) one.giveBack();
  expect(bodies.open().take(27 * MB)).toBe(true);
});
