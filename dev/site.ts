/** What a deployment says of itself to others: a link's preview, and where to report a hole. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { HtmlTagDescriptor } from 'vite';

export type Site = {
  /** The deployment's origin: a preview's picture needs a whole address (ogp.me). */
  origin: string | null;
  /** mailto: or https:, whom to tell of a hole. */
  contact: string | null;
};

/**
 * From `SITE_URL` (Cloudflare's own builds name it `CF_PAGES_URL`) and `SECURITY_CONTACT`.
 * @throws Error for an address that is none
 */
export function siteOf(env: Record<string, string | undefined>): Site {
  const url = env.SITE_URL || env.CF_PAGES_URL;
  if (url && !(URL.canParse(url) && /^https?:/.test(url))) throw new Error(`SITE_URL is no address: ${url}`);
  const contact = env.SECURITY_CONTACT || null;
  if (contact && !/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/.test(contact))
    throw new Error(`SECURITY_CONTACT begins with mailto: or https://, and not so: ${contact}`);
  return { origin: url ? new URL(url).origin : null, contact };
}

/** For a chat or a feed that shows a link (ogp.me; `twitter:card` is read by more than Twitter). */
export function previewTags({ origin }: Site, title: string, description: string): HtmlTagDescriptor[] {
  const said = {
    'og:type': 'website',
    'og:title': title,
    'og:description': description,
    'og:image': `${origin ?? ''}/social.jpg`,
    'og:image:width': '1200',
    'og:image:height': '630',
    'og:image:alt': 'A cat, a cup and a person, each in a box with its name',
    ...(origin && { 'og:url': `${origin}/` }),
  };
  const property = Object.entries(said).map(([name, content]) => ({
    tag: 'meta',
    attrs: { property: name, content },
  }));
  return [...property, { tag: 'meta', attrs: { name: 'twitter:card', content: 'summary_large_image' } }];
}

/** RFC 9116 §2.5.5 wants less than a year. A deployment that is never built again is nobody's to report to. */
const LASTS_DAYS = 360;

/** RFC 9116; null without a contact, which it must have. */
export function securityText({ origin, contact }: Site, now: Date): string | null {
  if (contact === null) return null;
  const expires = new Date(now.getTime() + LASTS_DAYS * 86_400_000);
  return [
    `Contact: ${contact}`,
    `Expires: ${expires.toISOString().replace(/\.\d+/, '')}`,
    'Preferred-Languages: en, de',
    ...(origin ? [`Canonical: ${origin}/.well-known/security.txt`] : []),
    '',
  ].join('\n');
}

export function writeSecurityText(site: Site, folder: string, now: Date): void {
  const text = securityText(site, now);
  if (text === null) return;
  mkdirSync(join(folder, '.well-known'), { recursive: true });
  const file = join(folder, '.well-known', 'security.txt');
  writeFileSync(file, text);
  console.log(`${relative('.', file)} ends on ${/Expires: ([\d-]+)/.exec(text)?.[1]}`);
}
