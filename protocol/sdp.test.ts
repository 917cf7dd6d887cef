import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import firefox from './fixtures/firefox-offer.json';
import { withoutUnofferedPayloads } from './sdp';

const HEAD = ['v=0', 'o=- 1 1 IN IP4 0.0.0.0', 's=-', 't=0 0', 'a=group:BUNDLE 0 1'];
const VIDEO = 'm=video 9 UDP/TLS/RTP/SAVPF 96 97';
const DATA = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=mid:1', 'a=sctp-port:5000'];
const join = (...lines: string[]) => lines.map((line) => `${line}\r\n`).join('');

describe('an offer of Firefox 153', () => {
  it('loses the feedback of the two codecs that were taken out, and nothing else', () => {
    const before = firefox.sdp.split('\r\n');
    const after = withoutUnofferedPayloads(firefox.sdp).split('\r\n');
    const gone = before.filter((line) => !after.includes(line));
    expect(gone).toHaveLength(10);
    for (const line of gone) expect(line).toMatch(/^a=rtcp-fb:12[23] /);
    expect(after).toEqual(before.filter((line) => !gone.includes(line)));
  });
});

describe('attributes of payloads that are not offered', () => {
  it.each([
    'a=rtpmap:100 red/90000',
    'a=fmtp:100 96/97',
    'a=fmtp:x y',
    'a=rtcp-fb:100 nack pli',
    'a=rtcp-fb:9 nack',
    'a=rtcp-fb:300 nack',
    'a=imageattr:100 send [x=320,y=240]',
    'a=depend:100 lay L1:96',
    'a=packetization:100 raw',
  ])('%s goes', (line) => {
    expect(withoutUnofferedPayloads(join(...HEAD, VIDEO, 'a=mid:0', line, ...DATA))).toBe(
      join(...HEAD, VIDEO, 'a=mid:0', ...DATA),
    );
  });

  it.each([
    'a=rtpmap:96 VP8/90000',
    'a=fmtp:97 apt=96',
    'a=rtcp-fb:* nack',
    'a=imageattr:* send *',
    'a=extmap:100 urn:ietf:params:rtp-hdrext:sdes:mid',
    'a=mid:100',
    'a=ssrc:100 cname:x',
    'a=candidate:100 1 udp 1 192.0.2.1 9 typ host',
    'a=rid:100 send pt=96',
    'a=sctpmap:100 webrtc-datachannel 256',
  ])('%s stays', (line) => {
    const sdp = join(...HEAD, VIDEO, 'a=mid:0', line, ...DATA);
    expect(withoutUnofferedPayloads(sdp)).toBe(sdp);
  });

  it('are judged by the section that they stand in', () => {
    const audio = 'm=audio 9 UDP/TLS/RTP/SAVPF 111 96';
    const sdp = join(...HEAD, audio, 'a=rtcp-fb:96 nack', 'a=rtcp-fb:97 nack', VIDEO, 'a=rtcp-fb:97 nack');
    const wanted = join(...HEAD, audio, 'a=rtcp-fb:96 nack', VIDEO, 'a=rtcp-fb:97 nack');
    expect(withoutUnofferedPayloads(sdp)).toBe(wanted);
  });

  it('stay before the first section and in one of data, where numbers mean other things', () => {
    const sdp = join(...HEAD, 'a=fmtp:5 x', ...DATA, 'a=fmtp:5000 x', 'a=rtcp-fb:5 nack');
    expect(withoutUnofferedPayloads(sdp)).toBe(sdp);
  });
});

const line = fc.oneof(
  fc.constantFrom(...HEAD, VIDEO, ...DATA, 'm=', 'm=video', 'm=audio 0 RTP/AVP 0', '', 'a='),
  fc
    .tuple(fc.constantFrom('rtpmap', 'fmtp', 'rtcp-fb', 'mid', 'extmap'), fc.nat(130))
    .map(([name, number]) => `a=${name}:${number} x`),
  fc.string(),
);
const anySdp = fc
  .array(fc.tuple(line, fc.constantFrom('\r\n', '\n')))
  .map((lines) => lines.map((each) => each.join('')).join(''));

describe('any text', () => {
  it('loses whole lines at most, keeps the order, and loses nothing the second time', () => {
    fc.assert(
      fc.property(anySdp, (sdp) => {
        const once = withoutUnofferedPayloads(sdp);
        expect(withoutUnofferedPayloads(once)).toBe(once);
        const left = once.split(/(?<=\n)/);
        for (const each of sdp.split(/(?<=\n)/)) if (left[0] === each) left.shift();
        expect(left.join('')).toBe('');
      }),
    );
  });

  it('with \\n alone comes out as with \\r\\n', () => {
    fc.assert(
      fc.property(anySdp, (sdp) => {
        const toLf = (text: string) => text.replaceAll('\r\n', '\n');
        expect(withoutUnofferedPayloads(toLf(sdp))).toBe(toLf(withoutUnofferedPayloads(sdp)));
      }),
    );
  });

  it('keeps every attribute of what is offered', () => {
    const numbers = fc.uniqueArray(fc.integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(numbers, numbers, (offered, said) => {
        const lines = said.map((number) => `a=rtcp-fb:${number} nack`);
        const sdp = join(...HEAD, `m=video 9 UDP/TLS/RTP/SAVPF ${offered.join(' ')}`, ...lines);
        const kept = withoutUnofferedPayloads(sdp).match(/(?<=rtcp-fb:)\d+/g) ?? [];
        expect(kept.map(Number)).toEqual(said.filter((number) => offered.includes(number)));
      }),
    );
  });
});
