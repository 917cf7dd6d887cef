import { describe, expect, it } from 'vitest';
import { networkKey } from './network';

describe('the name of a network', () => {
  const secret = 'a secret that is long enough to be one';

  it('is the same for the same network, and another for another one or another deployment', async () => {
    const keys = await Promise.all([
      networkKey({ SESSION_SECRET: secret }, { cf: { asn: 3320 } }),
      networkKey({ SESSION_SECRET: secret }, { cf: { asn: 3320, country: 'DE' } }),
      networkKey({ SESSION_SECRET: secret }, { cf: { asn: 7018 } }),
      networkKey({ SESSION_SECRET: `${secret}!` }, { cf: { asn: 3320 } }),
    ]);
    expect(keys[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(keys[1]).toBe(keys[0]);
    expect(new Set(keys).size).toBe(3);
  });

  it.each([undefined, null, {}, { asn: '3320' }])('is null where the edge says %j', async (cf) => {
    expect(await networkKey({}, { cf })).toBeNull();
  });
});
