/**
 * Words that only this deployment can have written, and names that tell nothing: HMAC-SHA-256 by
 * SESSION_SECRET.
 */

/** What a signature is for goes into it, so that one made for a lineage never passes for a session. */
export type Purpose = 'session' | 'lineage' | 'visitor' | 'code';

/**
 * `payload` with its signature behind a dot.
 * @param bound what the signature depends on besides and does not carry: with another one it is good for
 * nothing.
 */
export async function seal(secret: string, purpose: Purpose, payload: string, bound = ''): Promise<string> {
  return `${payload}.${toBase64Url(await mac(secret, purpose, withBound(payload, bound)))}`;
}

/** @returns the payload, or null where the signature is not ours. Compares in constant time. */
export async function unseal(
  secret: string,
  purpose: Purpose,
  sealed: string,
  bound = '',
): Promise<string | null> {
  const dot = sealed.lastIndexOf('.');
  const signature = fromBase64Url(sealed.slice(dot + 1));
  if (dot < 0 || !signature) return null;
  const payload = sealed.slice(0, dot);
  const key = await hmacKey(secret);
  const wanted = message(purpose, withBound(payload, bound));
  return (await crypto.subtle.verify('HMAC', key, signature, wanted)) ? payload : null;
}

/** No payload has a line of its own, so nothing can pass from one part to the other. */
function withBound(payload: string, bound: string): string {
  return bound === '' ? payload : `${payload}\n${bound}`;
}

/** A name of 32 hexadecimal digits that cannot be traced back to `text` without the secret. */
export async function pseudonym(secret: string, text: string): Promise<string> {
  return toHex(new Uint8Array(await mac(secret, 'visitor', text), 0, 16));
}

/** Whether both texts are the same, in a time that tells neither their lengths nor where they differ. */
export async function isSame(secret: string, given: string, wanted: string): Promise<boolean> {
  const key = await hmacKey(secret);
  return crypto.subtle.verify('HMAC', key, await mac(secret, 'code', wanted), message('code', given));
}

async function mac(secret: string, purpose: Purpose, payload: string): Promise<ArrayBuffer> {
  return crypto.subtle.sign('HMAC', await hmacKey(secret), message(purpose, payload));
}

function message(purpose: Purpose, payload: string) {
  return new TextEncoder().encode(`${purpose}\n${payload}`);
}

/** The key of the last secret: an isolate has one secret, and a request uses it three times. */
let held: { secret: string; key: CryptoKey } | undefined;

export async function hmacKey(secret: string): Promise<CryptoKey> {
  if (held?.secret === secret) return held.key;
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const bytes = new TextEncoder().encode(secret);
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify']);
  // The key and not its promise: workerd lets no request wait for what another one began.
  held = { secret, key };
  return key;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function toBase64Url(bytes: ArrayBuffer): string {
  const base64 = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @returns null where the text is no Base64url of 32 bytes. */
function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[\w-]{43}$/.test(text)) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
