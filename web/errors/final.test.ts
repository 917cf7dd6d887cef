import { expect, it } from 'vitest';
import { isFinal } from './final';

it('dialling again ends where no second try can help', () => {
  expect(isFinal({ code: 'worker_out_of_credits' })).toBe(true);
  expect(isFinal({ code: 'worker_unreachable' })).toBe(false);
});
