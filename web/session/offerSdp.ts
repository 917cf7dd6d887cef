/** The offer as it goes out. The browser's own description stays as it made it. */
import { withoutUnofferedPayloads } from '../../protocol/sdp';
import { withDecoys } from './decoys';

/** @param decoys how many candidates hold an aiortc worker's first check back. */
export function offerSdp(sdp: string, decoys: number): string {
  return withEndOfCandidates(withDecoys(withoutUnofferedPayloads(sdp), decoys));
}

const CANDIDATE = 'a=candidate:';
const END = 'a=end-of-candidates';

/**
 * Says behind the candidates of each section that no more will come (RFC 8840 §8.2): the offer is sent while gathering still goes on, and
 * what is not in it stays unsaid. Without it aioice waits for more, and a worker whose dial is left keeps its process (415 MB) for minutes.
 * An offer without any says so, too: a network, or a policy, may leave none. Where one section has some it speaks for its whole bundle.
 */
export function withEndOfCandidates(sdp: string): string {
  const hasAny = sdp.includes(CANDIDATE);
  const isOpen = (part: string) =>
    part.startsWith('m=') && !part.includes(END) && (part.includes(CANDIDATE) || !hasAny);
  const parts = sdp.split(/^(?=m=)/m);
  return parts.map((part) => (isOpen(part) ? endSection(part) : part)).join('');
}

/** After the last candidate, or else after the last line. */
function endSection(section: string): string {
  const lineEnd = section.includes('\r\n') ? '\r\n' : '\n';
  const whole = section.endsWith('\n') ? section : section + lineEnd;
  const last = whole.lastIndexOf(CANDIDATE);
  const at = last < 0 ? whole.length : whole.indexOf('\n', last) + 1;
  return `${whole.slice(0, at)}${END}${lineEnd}${whole.slice(at)}`;
}
