/**
 * The network that one household has: an IPv4 address in full, of IPv6 the first 64 bits, because a customer is given at
 * least that many addresses and could take a new one for every request (RFC 6177).
 * @param ip from CF-Connecting-IP, which Cloudflare's edge overwrites; a visitor cannot choose it there.
 * @returns 'unknown' where it is absent or none: all such visitors then share one budget.
 */
export function networkOf(ip: string | undefined): string {
  if (ip === undefined) return 'unknown';
  if (isIpv4(ip)) return ip;
  const groups = ipv6Groups(ip.toLowerCase());
  if (!groups) return 'unknown';
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return bytesOf(groups.slice(6)).join('.');
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

function isIpv4(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) && text.split('.').every((part) => Number(part) < 256);
}

/**
 * The wider network around that: of IPv4 the first 24 bits, the smallest that is routed; of IPv6 the first 48, what a site is given
 * (RFC 6177). Whoever has many households' networks has them side by side.
 */
export function surroundingsOf(ip: string | undefined): string {
  const network = networkOf(ip);
  if (isIpv4(network)) return `${network.split('.').slice(0, 3).join('.')}.0/24`;
  if (network === 'unknown') return network;
  return `${network.split(':').slice(0, 3).join(':')}::/48`;
}

/** The eight 16-bit groups, or null where the text is no IPv6 address. */
function ipv6Groups(text: string): number[] | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const [head, tail] = halves.map(groupsOf);
  if (!head || tail === null) return null;
  if (tail === undefined) return head.length === 8 ? head : null;
  const gap = 8 - head.length - tail.length;
  return gap < 1 ? null : [...head, ...Array<number>(gap).fill(0), ...tail];
}

function groupsOf(text: string): number[] | null {
  if (text === '') return [];
  const parts = text.split(':');
  const last = parts.at(-1) ?? '';
  const ipv4 = isIpv4(last) ? last.split('.').map(Number) : null;
  const words = ipv4 ? parts.slice(0, -1) : parts;
  if (!words.every((word) => /^[0-9a-f]{1,4}$/.test(word))) return null;
  const groups = words.map((word) => Number.parseInt(word, 16));
  return ipv4 ? [...groups, pair(ipv4[0], ipv4[1]), pair(ipv4[2], ipv4[3])] : groups;
}

function pair(high = 0, low = 0): number {
  return high * 256 + low;
}

function bytesOf(groups: number[]): number[] {
  return groups.flatMap((group) => [group >> 8, group & 255]);
}
