import { describe, expect, it } from 'vitest';
import type { Thing } from './kinds/model';
import { NewCodes } from './newCodes';

const codes = (...texts: (string | undefined)[]) => texts.map((text) => ({ name: 'qr', text }) as Thing);

describe('a code', () => {
  it('is news once, also after it was out of view', () => {
    const known = new NewCodes();
    const reads = [codes('a'), codes('a'), codes('a', 'b'), codes(), codes('b', 'a'), codes('c')];
    expect(reads.map((things) => known.read(things))).toEqual([true, false, true, false, false, true]);
  });

  it('without a text is none', () => {
    expect(new NewCodes().read(codes(undefined, ''))).toBe(false);
  });

  it('is forgotten after a thousand others, and no sooner', () => {
    const known = new NewCodes();
    known.read(codes('first', 'kept'));
    for (let n = 0; n < 999; n += 1) known.read(codes(String(n), 'kept'));
    expect([known.read(codes('kept')), known.read(codes('first'))]).toEqual([false, true]);
  });
});
