import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { folderOfTest } from '../kit/testFolder';
import { previewTags, securityText, siteOf, writeSecurityText } from './site';

const NOW = new Date('2026-11-26T15:00:00.123Z');
const fieldsOf = (text: string) =>
  Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/, 2)),
  );

describe('a site', () => {
  it('is what the builder says, or Cloudflare', () => {
    expect(siteOf({ SITE_URL: 'https://eye.example/x?y', SECURITY_CONTACT: 'mailto:a@eye.example' })).toEqual(
      {
        origin: 'https://eye.example',
        contact: 'mailto:a@eye.example',
      },
    );
    expect(siteOf({ CF_PAGES_URL: 'https://1a2b.eye.pages.dev' }).origin).toBe('https://1a2b.eye.pages.dev');
    expect(siteOf({ SITE_URL: '' })).toEqual({ origin: null, contact: null });
  });

  it.each([
    { SITE_URL: 'eye.example' },
    { SITE_URL: 'javascript:alert(1)' },
    { SECURITY_CONTACT: 'a@eye.example' },
    { SECURITY_CONTACT: 'mailto:a@eye.example\nContact: mailto:b@evil.example' },
    { SECURITY_CONTACT: 'http://eye.example' },
  ])('does not take %o', (env) => {
    expect(() => siteOf(env)).toThrow(/SITE_URL|SECURITY_CONTACT/);
  });
});

describe('security.txt', () => {
  const site = { origin: 'https://eye.example', contact: 'mailto:a@eye.example' };

  it('has a contact and a day on which it ends, less than a year ahead (RFC 9116)', () => {
    const fields = fieldsOf(securityText(site, NOW) ?? '');
    expect(fields).toMatchObject({
      Contact: 'mailto:a@eye.example',
      Canonical: 'https://eye.example/.well-known/security.txt',
    });
    expect(fields.Expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('is not past when it is built', () => {
    const folder = folderOfTest('site');
    writeSecurityText(site, folder, new Date());
    const { Expires } = fieldsOf(readFileSync(join(folder, '.well-known', 'security.txt'), 'utf8'));
    const days = (Date.parse(Expires) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(300);
    expect(days).toBeLessThan(365);
  });

  it('is not there without a contact: nobody would be told', () => {
    expect(securityText({ origin: null, contact: null }, NOW)).toBeNull();
  });
});

describe('the preview of a link', () => {
  const contents = (origin: string | null) =>
    Object.fromEntries(
      previewTags({ origin, contact: null }, 'Sightline', 'x').map(({ attrs }) => [
        attrs?.property ?? attrs?.name,
        attrs?.content,
      ]),
    );

  it('names its picture by a whole address where one is known', () => {
    expect(contents('https://eye.example')).toMatchObject({
      'og:image': 'https://eye.example/social.jpg',
      'og:url': 'https://eye.example/',
      'twitter:card': 'summary_large_image',
    });
    expect(contents(null)['og:image']).toBe('/social.jpg');
  });

  it('has a picture of the size that it says', async () => {
    const { width, height } = await sharp('public/social.jpg').metadata();
    const said = contents(null);
    expect([String(width), String(height)]).toEqual([said['og:image:width'], said['og:image:height']]);
  });
});
