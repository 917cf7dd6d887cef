/** What an SDP says of payload types that its m= line does not offer, and how to do without it. */

/**
 * Attributes that begin with the payload type they speak of: RFC 8866 §6.6 and §6.15, RFC 4585 §4.2, RFC 6236
 * §3.1, RFC 5583 §6.5.2, and libwebrtc's own `packetization`. `*` stands for all that are offered.
 */
const OF_A_PAYLOAD = /^a=(?:rtpmap|fmtp|rtcp-fb|imageattr|depend|packetization):(\S*)/;
const MEDIA = /^m=\S+ \S+ (\S+)(.*)/;

/**
 * The SDP without attributes of payload types that their section does not offer. After `setCodecPreferences`
 * Firefox (153) leaves `rtcp-fb` lines of the codecs that it took out; aiortc passes over them, libwebrtc
 * refuses the whole offer for them. Everything else stays as it is, byte for byte, line ends too.
 */
export function withoutUnofferedPayloads(sdp: string): string {
  let offered: Set<string> | null = null;
  const isKept = (line: string) => {
    if (line.startsWith('m=')) offered = offeredBy(line);
    const payload = OF_A_PAYLOAD.exec(line)?.[1];
    return payload === undefined || payload === '*' || offered === null || offered.has(payload);
  };
  return sdp
    .split(/(?<=\n)/)
    .filter(isKept)
    .join('');
}

/**
 * Payload types of an m= line. Null where it is not of RTP: data channels have formats of other kinds (RFC
 * 8841).
 */
function offeredBy(line: string): Set<string> | null {
  const [, transport = '', formats = ''] = MEDIA.exec(line) ?? [];
  return /\bRTP\//.test(transport) ? new Set(formats.trim().split(/\s+/)) : null;
}
