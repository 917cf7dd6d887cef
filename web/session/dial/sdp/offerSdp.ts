/** The offer as it goes out. The browser's own description stays as it made it. */

import { withDecoys } from '../../../../protocol/decoys';
import { withoutUnofferedPayloads } from '../../../../protocol/sdp';

/**
 * @param decoys how many candidates hold an aiortc worker's first check back. @param backKbps the most that
 * the worker should send back (kbit/s); null where it sends no video.
 */
export function offerSdp(sdp: string, decoys: number, backKbps: number | null): string {
  const bounded = backKbps === null ? sdp : withVideoLimit(sdp, backKbps);
  return withEndOfCandidates(withDecoys(withoutUnofferedPayloads(bounded), decoys));
}

/**
 * Says how much video we take (RFC 8866 §5.8). libwebrtc keeps to it, where it would send 2500 kbit/s; aiortc
 * does not read it and ends at 1500 by itself.
 */
export function withVideoLimit(sdp: string, kbps: number): string {
  return sdp.replace(/^m=video .*(\r?\n)(?:[ic]=.*\r?\n)*(b=)?/m, (head, lineEnd, said) =>
    said ? head : `${head}b=AS:${kbps}${lineEnd}`,
  );
}

/**
 * Whether the browser has any address to offer; its policy, or its network, may leave it none. Nothing could
 * connect to such an offer, and aiortc 1.16 would keep a session for it for good: ended or not, its ICE never
 * fails without a remote candidate.
 */
export function hasCandidate(sdp: string): boolean {
  return /^a=candidate:/m.test(sdp);
}

/**
 * Says behind the candidates of each section that no more will come (RFC 8840 §8.2): the offer is sent while
 * gathering still goes on, and what is not in it stays unsaid. Without it aioice waits for more, and a worker
 * whose dial is left keeps its process (415 MB) for minutes.
 */
export function withEndOfCandidates(sdp: string): string {
  const sections = sdp.split(/^(?=m=)/m);
  return sections.map(endSection).join('');
}

function endSection(section: string): string {
  const last = section.lastIndexOf('a=candidate:');
  if (last < 0 || section.includes('a=end-of-candidates')) return section;
  const end = section.indexOf('\n', last);
  const lineEnd = section.includes('\r\n') ? '\r\n' : '\n';
  if (end < 0) return `${section}${lineEnd}a=end-of-candidates${lineEnd}`;
  return `${section.slice(0, end + 1)}a=end-of-candidates${lineEnd}${section.slice(end + 1)}`;
}
