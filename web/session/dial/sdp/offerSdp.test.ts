import { describe, expect, it } from 'vitest';
import { hasCandidate, offerSdp, withEndOfCandidates, withVideoLimit } from './offerSdp';

const host = 'a=candidate:1 1 udp 2122260223 192.168.1.20 50000 typ host\r\n';
const relay = 'a=candidate:2 1 udp 41885439 203.0.113.5 60000 typ relay raddr 0.0.0.0 rport 0\r\n';
const video = (...lines: string[]) => `m=video 9 UDP/TLS/RTP/SAVPF 96\r\n${lines.join('')}a=mid:0\r\n`;
const data = 'm=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:1\r\n';
const END = 'a=end-of-candidates\r\n';

describe('the end of candidates', () => {
  it('is said behind the last one of the section that has any', () => {
    expect(withEndOfCandidates(`v=0\r\n${video(host, relay)}${data}`)).toBe(
      `v=0\r\n${video(host, relay, END)}${data}`,
    );
  });

  it('is said in each section that has some, and once', () => {
    const both = `${video(host)}${data}${relay}`;
    expect(withEndOfCandidates(both)).toBe(`${video(host, END)}${data}${relay}${END}`);
    expect(withEndOfCandidates(withEndOfCandidates(both))).toBe(withEndOfCandidates(both));
  });

  it('is left alone where the browser has said it (Firefox, once it has gathered all)', () => {
    const done = `v=0\r\n${video(host, END)}`;
    expect(withEndOfCandidates(done)).toBe(done);
  });

  it.each(['', 'v=0\r\n', video(), `${video()}${data}`])('is not said where there are none: %j', (sdp) => {
    expect(withEndOfCandidates(sdp)).toBe(sdp);
  });

  it('is said without a line end behind the last line, too', () => {
    expect(withEndOfCandidates(`v=0\n${host.trimEnd()}`)).toBe(
      `v=0\n${host.trimEnd()}\na=end-of-candidates\n`,
    );
  });
});

it.each([
  [`v=0\r\n${video(host)}${data}`, true],
  [`v=0\r\n${video()}${data}${relay}`, true],
  [`v=0\r\n${video(END)}${data}`, false],
  ['', false],
])('%j has a candidate: %s', (sdp, has) => {
  expect(hasCandidate(sdp)).toBe(has);
});

it('an offer has its decoys before the relay and its end behind', () => {
  const lines = offerSdp(`v=0\r\n${video(host, relay)}${data}`, 2, null).split('\r\n');
  expect(lines.filter((line) => /candidate/.test(line)).map((line) => line.split(' ').at(7) ?? line)).toEqual(
    ['host', 'host', 'host', 'relay', 'a=end-of-candidates'],
  );
});

describe('the limit of what comes back', () => {
  const section = 'm=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\n';

  it('stands behind the address of the video, where RFC 8866 has it', () => {
    const sdp = `v=0\r\nc=IN IP4 0.0.0.0\r\n${data}${section}a=mid:0\r\n`;
    expect(withVideoLimit(sdp, 800)).toBe(
      `v=0\r\nc=IN IP4 0.0.0.0\r\n${data}${section}b=AS:800\r\na=mid:0\r\n`,
    );
    expect(withVideoLimit('m=video 9 x 96\na=mid:0\n', 800)).toBe('m=video 9 x 96\nb=AS:800\na=mid:0\n');
  });

  it('is not said twice, nor of anything but video', () => {
    const said = `${section}b=AS:300\r\n`;
    expect([withVideoLimit(said, 800), withVideoLimit(data, 800)]).toEqual([said, data]);
  });

  it('is not said where nothing comes back', () => {
    expect(offerSdp(`v=0\r\n${video(host)}`, 0, null)).not.toContain('b=');
    expect(offerSdp(`v=0\r\n${video(host)}`, 0, 800)).toContain('b=AS:800\r\n');
  });
});
