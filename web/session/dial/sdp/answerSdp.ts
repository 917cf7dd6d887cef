/** The answer as the browser takes it: candidates that can hardly work stand back for a moment. */

/** RFC 1918, 3927, 6598, 4193, 4291 and mDNS: nobody out there. */
const PRIVATE =
  /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd]|fe[89ab]|::1$|.*\.local$)/i;
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
  const isMixed = addresses.some(isPrivate) && addresses.some((address) => !isPrivate(address));
  if (!isMixed) return { sdp, late: [] };
  const late: RTCIceCandidateInit[] = [];
  const kept = sections.map((section) => {
    const sdpMid = /^a=mid:(\S+)/m.exec(section)?.[1];
    if (sdpMid === undefined) return section;
    const without = section.replace(CANDIDATE, (line, candidate: string, address: string) => {
      if (!isPrivate(address)) return line;
      late.push({ candidate, sdpMid });
      return '';
    });
    return without === section ? section : without.replace(/^a=end-of-candidates\r?\n/m, '');
  });
  return { sdp: kept.join(''), late };
}

const isPrivate = (address: string) => PRIVATE.test(address);
