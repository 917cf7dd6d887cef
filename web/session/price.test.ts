import { expect, it } from 'vitest';
import { costOf, listPriceOf } from './price';

/** An hour at 500 kbit/s up, and results of 100 kbit/s down. */
const HOUR = { sent: 225e6, received: 45e6 };

it.each([
  ['twilio', 0.108],
  ['cloudflare', 0.00225],
] as const)('an hour by %s costs $%f', (provider, usd) => {
  const price = listPriceOf(provider);
  expect(price && costOf(HOUR, price)).toBeCloseTo(usd, 6);
});

it('a relay of one’s own has no list price', () => {
  expect([listPriceOf('coturn'), listPriceOf('roboflow')]).toEqual([null, null]);
});
