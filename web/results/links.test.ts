import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkOf } from './links';

describe('an address that was read', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    [' HTTP://Example.com/a?b=c#d\n', 'http://example.com/a?b=c#d'],
    ['https://ｅｘａｍｐｌｅ.com/', 'https://example.com/'],
    ['http://2130706433/', 'http://127.0.0.1/'],
    ['https://example.com/ä', 'https://example.com/%C3%A4'],
  ])('%j opens as %s', (text, href) => {
    expect(linkOf(text)).toMatchObject({ href, opens: true });
  });

  it.each([
    // The first "a" is Cyrillic, then all of them, then a Latin one of another shape.
    ['https://аpple.com/', 'xn--pple-43d.com'],
    ['https://аррӏе.com/', 'xn--80ak6aa92e.com'],
    ['https://ɡoogle.com/', 'xn--oogle-qmc.com'],
    ['https://xn--80ak6aa92e.com/', 'xn--80ak6aa92e.com'],
    ['https://google.com@evil.example/', 'evil.example'],
    ['https://google.com:443@evil.example/', 'evil.example'],
  ])('%j is shown as %s, and stays closed', (text, host) => {
    expect(linkOf(text)).toMatchObject({ host, opens: false });
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'blob:https://example.com/1',
    'file:///etc/passwd',
    'intent://scan/#Intent;end',
    'tel:112',
    'vbscript:x',
    'view-source:https://example.com',
    'https://exa\u202emple.com/',
    'https://exam\u200bple.com/',
    'https://example.com/ javascript:',
    'https://',
    'https:example.com',
    '//example.com',
    'example.com',
    `https://example.com/${'a'.repeat(2_048)}`,
    '',
  ])('%j is none', (text) => {
    expect(linkOf(text)).toBeNull();
  });

  it('is in ASCII, of the web, and what would be opened, whatever the text', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.domain().map((host) => `https://${host}/?a#b`),
      fc.string({ unit: 'binary' }).map((text) => `https://${text}`),
    );
    fc.assert(
      fc.property(odd, (text) => {
        const link = linkOf(text);
        if (link === null) return;
        expect(link.href).toMatch(/^https?:\/\/[\x21-\x7e]+$/);
        expect(new URL(link.href).host).toBe(link.host);
        if (link.opens) expect(link.href).not.toMatch(/^https?:\/\/[^/]*(@|xn--)/);
      }),
      { numRuns: 300 },
    );
  });
});
