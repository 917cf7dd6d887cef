/**
 * Which of an offer's ICE candidates a worker is asked to knock at. A candidate is an address that a stranger
 * names and the worker sends to, up to hundreds of times: left as they come, the worker looks for open ports
 * on its own machine for whoever asks.
 */
import { scopeOf } from './address';

/**
 * An honest offer has some twenty, and as many decoys (protocol/decoys.ts). Those are equal to each
 * other on purpose: an aiortc worker pairs every one of them, so duplicates are kept.
 */
const MOST = 64;

/**
 * RFC 8839 §5.1, over UDP, in plain ASCII with single spaces: who splits at other white space would find
 * another address in it, and who ends lines elsewhere (Python's `splitlines`, and so aiortc, at U+2028 and a
 * dozen more) a second candidate.
 */
const CANDIDATE =
  /^a=candidate:[!-~]{1,64} \d{1,5} udp \d{1,10} ([!-~]{2,64}) (\d{1,5}) typ (?:host|srflx|prflx|relay)(?: [ -~]*)?[\r\n]*$/i;
/**
 * draft-ietf-mmusic-mdns-ice-candidates §3.1.1: a browser's stand-in for its own address, looked up on the
 * local network alone.
 */
const MDNS = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.local$/i;

/**
 * Whose worker it is. `libwebrtc` asks the system's resolver for every name, and so a DNS server for whatever
 * a stranger likes: there names go, and a port beyond 65535 stays, for which it refuses the offer and says
 * so. `any` other may be aioice, which finds mDNS by multicast.
 */
export type CandidateReader = 'libwebrtc' | 'any';

/**
 * The SDP with the first 64 candidates that may be knocked at; everything else stays as it is, byte for byte.
 * Addresses of the worker's own machine or cable, of many at once, and over TCP go: the worker takes TCP in,
 * and browsers only ever call it. Nobody is shut out: a client's own checks tell the worker its address
 * (peer-reflexive, RFC 8445 §7.3.1.3).
 */
export function withUsableCandidates(sdp: string, reader: CandidateReader): string {
  let kept = 0;
  const isKept = (line: string) => {
    if (!/a=candidate/i.test(line)) return true;
    if (kept >= MOST || !isUsable(line, reader)) return false;
    kept += 1;
    return true;
  };
  return sdp
    .split(/(?<=\n)/)
    .filter(isKept)
    .join('');
}

function isUsable(line: string, reader: CandidateReader): boolean {
  const [, address = '', digits] = CANDIDATE.exec(line) ?? [];
  const port = Number(digits);
  if (port > 65_535) return reader === 'libwebrtc';
  return port > 0 && (scopeOf(address) === 'unicast' || (reader === 'any' && MDNS.test(address)));
}
