import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NewestSlot } from './newest-slot';

describe('NewestSlot', () => {
  it('gives each value at most once, always the newest, and counts what it dropped', () => {
    const step = fc.oneof(fc.constant('put' as const), fc.constant('take' as const));
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const slot = new NewestSlot<number>();
        let made = 0;
        let dropped = 0;
        const taken: number[] = [];
        for (const action of steps) {
          if (action === 'put') {
            made += 1;
            if (slot.put(made)) dropped += 1;
            continue;
          }
          const value = slot.take();
          if (value === null) continue;
          expect(value).toBe(made);
          taken.push(value);
        }
        expect(new Set(taken).size).toBe(taken.length);
        expect(taken.length + dropped + (slot.isEmpty ? 0 : 1)).toBe(made);
      }),
    );
  });
});
