/** What counts as an offer, and what may be said of one that libwebrtc refuses. */
import { shorten } from '../../protocol/shorten';
import { type Refused, refusedBecause } from '../ipc/refused';

/** Whether it has the form of an offer at all (RFC 8866 §9). The rest is libwebrtc's to judge. */
export function isOffer({ type, sdp }: { type: string; sdp: string }): boolean {
  const media = sdp.match(/^m=.*/gm) ?? [];
  const right = media.every((line) => /^m=\w+ \d+(?:\/\d+)? \S+ \S/.test(line));
  return type === 'offer' && /^v=0\r?\n/.test(sdp) && media.length > 0 && right;
}

/** @param thrown what libwebrtc said of the offer. */
export function toRefused(thrown: unknown, sdp: string): Refused {
  const said = thrown instanceof Error ? withoutWordsOf(sdp, thrown.message) : '';
  return refusedBecause('offer', said === '' ? undefined : said);
}

/** Words of libwebrtc's that stand in many an offer, too. They tell nothing and explain much. */
const COMMON =
  /^(?:video|audio|application|fingerprint|ufrag|candidate|group|BUNDLE|DTLS|SCTP|rtpmap|fmtp|extmap|setup|port)$/;
/** Less than this is no secret: an ICE ufrag has four characters at least (RFC 8839 §5.4). */
const LEAST_SECRET = 4;
/** Of libwebrtc's message, characters; its own words stand first. */
const MOST_QUOTED = 400;

/** libwebrtc's message quotes the offer here and there: what both have is left out. */
function withoutWordsOf(sdp: string, message: string): string {
  const isQuoted = (word: string) => word.length >= LEAST_SECRET && sdp.includes(word) && !COMMON.test(word);
  // Each word is looked for in the whole offer, and a quoted line may have as many as the offer.
  const words = message
    .slice(0, MOST_QUOTED)
    .replaceAll(/[A-Za-z0-9]+/g, (word) => (isQuoted(word) ? '…' : word))
    .replaceAll(/\s+/g, ' ')
    .replace(/^Failed to set (remote offer|local answer) sdp: /, '')
    .trim();
  return shorten(words, 200, '');
}
