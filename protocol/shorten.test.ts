import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shorten } from './shorten';

const family = '👨‍👩‍👧‍👦';
const flag = '🇨🇭';
const accented = 'e\u0301';

describe('shorten', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['exactly eleven', 11, 'exactly el…'],
    [`123${family}56`, 6, `123${family}56`],
    [`123${family}567`, 5, `123${family}…`],
    [`123${flag}567`, 5, `123${flag}…`],
    [`123${accented}567`, 5, `123${accented}…`],
    ['12345', 0, '…'],
  ])('%s to %i: %s', (text, most, expected) => {
    expect(shorten(text, most)).toBe(expected);
  });

  it('takes another ending, of its own length', () => {
    expect(shorten('a long label', 8, '...')).toBe('a lon...');
  });

  it('never leaves half of a pair behind, and is never longer than was asked for', () => {
    const unit = fc.constantFrom('a', 'é', accented, '😀', family, flag, '👍🏽', '漢', '\u200d');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (units, most) => {
        const text = units.join('');
        const short = shorten(text, most);
        expect(short).not.toMatch(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/);
        expect(text.startsWith(short.replace(/…$/, ''))).toBe(true);
        expect([...new Intl.Segmenter().segment(short)].length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });

  it('does not walk through a text without end', () => {
    expect(shorten('z\u0301'.repeat(500_000), 36)).toHaveLength(71);
    expect(shorten(`a${'\u0301'.repeat(1_000_000)}`, 36)).toMatch(/…$/);
  });
});
