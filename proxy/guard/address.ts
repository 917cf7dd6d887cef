import { bytesOf, parseIpv4, parseIpv6 } from '../../protocol/address';

/**
 * The network that one household has: an IPv4 address in full, of IPv6 the first 64 bits, because a customer
 * is given at least that many addresses and could take a new one for every request (RFC 6177).
 * @param ip from CF-Connecting-IP, which Cloudflare's edge overwrites; a visitor cannot choose it there.
 * @returns 'unknown' where it is absent or none: all such visitors then share one budget.
 */
export function networkOf(ip: string | undefined): string {
  if (ip === undefined) return 'unknown';
  if (parseIpv4(ip)) return ip;
  const words = parseIpv6(ip);
  if (!words) return 'unknown';
  const isMapped = words.slice(0, 6).join(':') === '0:0:0:0:0:65535';
  if (isMapped) return bytesOf(words[6], words[7]).join('.');
  const network = words.slice(0, 4).map((word) => word.toString(16));
  return `${network.join(':')}::/64`;
}

/**
 * The wider network around that: of IPv4 the first 24 bits, the smallest that is routed; of IPv6 the first
 * 48, what a site is given (RFC 6177). Whoever has many households' networks has them side by side.
 */
export function surroundingsOf(ip: string | undefined): string {
  const network = networkOf(ip);
  if (parseIpv4(network)) return `${network.split('.').slice(0, 3).join('.')}.0/24`;
  if (network === 'unknown') return network;
  return `${network.split(':').slice(0, 3).join(':')}::/48`;
}
