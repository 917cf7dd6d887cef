/** IP addresses as others write them, and where they lead. */

/**
 * IANA's special-purpose registries: what leads to the machine itself, to its own cable, to many at once, or
 * nowhere.
 */
export type Scope = 'unicast' | 'unspecified' | 'loopback' | 'link-local' | 'multicast';

/**
 * Null where the text is no IP address in its plain form: no name, no zone, and none of inet_aton's short,
 * octal or hexadecimal forms, which some parsers take for 127.0.0.1. Private addresses are unicast. An IPv4
 * address within an IPv6 one is judged as itself.
 */
export function scopeOf(text: string): Scope | null {
  const four = parseIpv4(text);
  if (four) return scopeOfIpv4(four);
  const words = parseIpv6(text);
  return words && scopeOfIpv6(words);
}

/** RFC 1918, RFC 6598 (carriers' NAT) and RFC 4193: unicast, within a network that nobody outside reaches. */
export function isPrivate(text: string): boolean {
  const words = parseIpv6(text);
  const [first, second = 0] = parseIpv4(text) ?? (words && embeddedIpv4(words)) ?? [];
  if (first === undefined) return words !== null && ((words[0] ?? 0) & 0xfe00) === 0xfc00;
  if (first === 172) return second >= 16 && second < 32;
  if (first === 100) return second >= 64 && second < 128;
  return first === 10 || (first === 192 && second === 168);
}

/** The four bytes. Null where the text is none in its plain form. */
export function parseIpv4(text: string): number[] | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return null;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte < 256) ? bytes : null;
}

/** RFC 6890; the class E block (RFC 1112 §4) ends with the broadcast address. */
function scopeOfIpv4([first = 0, second]: number[]): Scope {
  if (first === 0) return 'unspecified';
  if (first === 127) return 'loopback';
  if (first === 169 && second === 254) return 'link-local';
  return first >= 224 ? 'multicast' : 'unicast';
}

/**
 * The eight words of 16 bits, or null. By the runtime's URL parser, which browsers, Node and workerd have
 * alike.
 */
export function parseIpv6(text: string): number[] | null {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !text.includes(':')) return null;
  try {
    const [head = '', tail] = new URL(`http://[${text}]/`).hostname.slice(1, -1).split('::');
    const [front, back] = [wordsOf(head), wordsOf(tail ?? '')];
    return [...front, ...Array<number>(8 - front.length - back.length).fill(0), ...back];
  } catch {
    return null;
  }
}

function wordsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16));
}

function scopeOfIpv6(words: number[]): Scope {
  const inner = embeddedIpv4(words);
  if (inner) return scopeOfIpv4(inner);
  const [first = 0] = words;
  if (words.slice(0, 7).every((word) => word === 0)) return words[7] === 1 ? 'loopback' : 'unspecified';
  if (first >= 0xfe80 && first <= 0xfebf) return 'link-local';
  return first >= 0xff00 ? 'multicast' : 'unicast';
}

/**
 * IPv4-mapped ::ffff:0:0/96, IPv4-compatible ::/96 and IPv4-translated ::ffff:0:0:0/96 (RFC 4291 §2.5.5, RFC
 * 2765), NAT64's 64:ff9b::/96 (RFC 6052) and 6to4's 2002::/16 (RFC 3056).
 */
function embeddedIpv4(words: number[]): number[] | null {
  const prefix = words
    .slice(0, 6)
    .map((word) => word.toString(16))
    .join(':');
  const [, one = 0, two = 0] = words;
  if (words[0] === 0x2002) return bytesOf(one, two);
  const [high = 0, low = 0] = words.slice(6);
  // :: and ::1 are themselves.
  if (prefix === '0:0:0:0:0:0') return high === 0 ? null : bytesOf(high, low);
  return EMBEDDING.has(prefix) ? bytesOf(high, low) : null;
}

const EMBEDDING = new Set(['0:0:0:0:0:ffff', '0:0:0:0:ffff:0', '64:ff9b:0:0:0:0']);

/** Of an IPv4 address that two words of an IPv6 one hold. */
export function bytesOf(high = 0, low = 0): number[] {
  return [high >> 8, high & 255, low >> 8, low & 255];
}
