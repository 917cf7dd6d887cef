/** A text that a camera read, as an address that may be opened: anyone may have printed it. */

/** `href`: all of it, in ASCII. `opens`: whether it may be opened; a look-alike is shown and never opened. */
export type Link = { href: string; host: string; opens: boolean };

const LONGEST = 2_048;
/** White space, control and direction marks: what is seen would not be what is opened. */
const HIDDEN = /[\s\p{Cc}\p{Cf}]/u;

/**
 * The web's own schemes alone: no `javascript:`, no `data:`, no app. A host in other letters than ASCII is
 * named by its punycode and stays closed: `аррӏе.com` is not apple.com, and nobody sees that. So does one that
 * stands behind a name and `@`, which reads as if that name were the host.
 * @returns null where the text is no such address
 */
export function linkOf(text: string): Link | null {
  const wanted = text.trim();
  if (wanted.length > LONGEST || HIDDEN.test(wanted) || !/^https?:\/\//i.test(wanted)) return null;
  const url = parsed(wanted);
  if (!url?.host || !/^https?:$/.test(url.protocol)) return null;
  const isForeign = url.hostname.split('.').some((label) => label.startsWith('xn--'));
  const isDisguised = url.username !== '' || url.password !== '';
  return { href: url.href, host: url.host, opens: !isForeign && !isDisguised };
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
