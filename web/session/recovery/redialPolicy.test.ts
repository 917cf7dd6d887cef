import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OfferBudget, waitBefore } from './redialPolicy';

describe('when to dial again', () => {
  it('is at once, then ever later, up to a bound', () => {
    const waits = [0, 1, 2, 3, 4, 5, 6, 20].map((attempt) => waitBefore(attempt, null, () => 0));
    expect(waits).toEqual([0, 300, 600, 1200, 2400, 4800, 8000, 8000]);
  });

  it('is soon again where a relay did not answer, which cost no offer', () => {
    const last = { code: 'relay_unreachable' } as const;
    expect([1, 2, 3, 20].map((attempt) => waitBefore(attempt, last, () => 0))).toEqual([
      250, 500, 1000, 1000,
    ]);
  });

  it('spreads by chance and keeps to what the far side asks', () => {
    expect(waitBefore(1, null, () => 1)).toBeCloseTo(390);
    expect(waitBefore(1, { code: 'rate_limited', retryAfterMs: 5_000 }, () => 0.5)).toBe(5_000);
  });
});

describe('the offer budget', () => {
  it('holds for any minute, whenever offers are wanted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 60 }), (pauses) => {
        const budget = new OfferBudget();
        const sent: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause + budget.waitMs(now + pause);
          expect(budget.waitMs(now)).toBe(0);
          budget.spend(now);
          sent.push(now);
        }
        for (const at of sent)
          expect(sent.filter((other) => other > at - 60_000 && other <= at).length).toBeLessThanOrEqual(10);
      }),
    );
  });
});
