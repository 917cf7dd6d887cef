import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf, surroundingsOf } from './address';

describe('networkOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
    ['2001:db8::', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['64:ff9b::192.0.2.33', '64:ff9b:0:0::/64'],
    [undefined, 'unknown'],
    ['', 'unknown'],
    ['300.1.1.1', 'unknown'],
    ['1:2:3', 'unknown'],
    ['1::2::3', 'unknown'],
    ['1:2:3:4:5:6:7:8:9', 'unknown'],
    ['fe80::1%eth0', 'unknown'],
  ])('%s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network);
  });

  it('whoever has one /64 is one, and the neighbour is another', () => {
    const group = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
    const half = fc.array(group, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(half, half, half, (network, one, other) => {
        const at = (end: string[]) => networkOf([...network, ...end].join(':'));
        expect(at(one)).toBe(at(other));
        expect(at(one)).toMatch(/::\/64$|^\d+(\.\d+){3}$/);
      }),
    );
  });

  it('takes whatever a header may hold', () => {
    fc.assert(fc.property(fc.string(), (text) => networkOf(text).length > 0));
    fc.assert(fc.property(fc.string(), (text) => surroundingsOf(text).length > 0));
  });
});

describe('surroundingsOf', () => {
  it.each([
    ['203.0.113.7', '203.0.113.0/24'],
    ['::ffff:203.0.113.7', '203.0.113.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8:1:ffff::9', '2001:db8:1::/48'],
    ['::1', '0:0:0::/48'],
    [undefined, 'unknown'],
    ['x', 'unknown'],
  ])('%s is in %s', (ip, network) => {
    expect(surroundingsOf(ip)).toBe(network);
  });
});
