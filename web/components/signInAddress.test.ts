import { expect, it } from 'vitest';
import { addressAfterSignIn, signInAddress } from './signInAddress';

it.each(['https://a.example/', 'https://a.example/?relay=force', 'https://a.example/x?a=1&b=2#c'])(
  '%s is what the sign-in leads back to',
  (href) => {
    const away = signInAddress(href);
    expect(new URL(away).search).toMatch(/[?&]sign-in=1$/);
    expect(addressAfterSignIn(away)).toBe(href);
    expect(addressAfterSignIn(href)).toBeNull();
    expect(signInAddress(away)).toBe(away);
  },
);
