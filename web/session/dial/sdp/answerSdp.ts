/** The answer as the browser takes it: candidates that can hardly work stand back for a moment. */

import { isPrivate, scopeOf } from '../../../../protocol/address';

const CANDIDATE = /^a=(candidate:\S+ \d+ \S+ \d+ (\S+) .*)\r?\n/gm;

export type Answer = { sdp: string; late: RTCIceCandidateInit[] };

/**
 * libwebrtc checks one pair each 48 ms (WEAK_PING_INTERVAL, p2p_constants.cc), of highest priority first, and a
 * worker behind a NAT names its private address before its public one: through a relay, the pair that works
 * came fourth, 70 ms late of a dial's 780 (`npm run lab -- --suite taps`). Where the answer has a public
 * candidate, private ones come after it. A worker in the same network checks them itself meanwhile.
 */
export function splitAnswer(sdp: string): Answer {
  const sections = sdp.split(/^(?=m=)/m);
  const addresses = [...sdp.matchAll(CANDIDATE)].map(([, , address = '']) => address);
  const isMixed = addresses.some(isInside) && addresses.some((address) => !isInside(address));
  if (!isMixed) return { sdp, late: [] };
  const late: RTCIceCandidateInit[] = [];
  const kept = sections.map((section) => {
    const sdpMid = /^a=mid:(\S+)/m.exec(section)?.[1];
    if (sdpMid === undefined) return section;
    const without = section.replace(CANDIDATE, (line, candidate: string, address: string) => {
      if (!isInside(address)) return line;
      late.push({ candidate, sdpMid });
      return '';
    });
    return without === section ? section : without.replace(/^a=end-of-candidates\r?\n/m, '');
  });
  return { sdp: kept.join(''), late };
}

/** Of no use outside of the worker's own network; mDNS names (RFC 8828) are asked for in there. */
const isInside = (address: string) =>
  address.endsWith('.local') ||
  isPrivate(address) ||
  ['loopback', 'link-local'].includes(scopeOf(address) ?? '');
