import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitAnswer } from './answerSdp';

const candidate = (address: string, type = 'host') =>
  `candidate:1 1 udp 2122260223 ${address} 50000 typ ${type}`;
const line = (address: string, type?: string) => `a=${candidate(address, type)}\r\n`;
const answer = (...candidates: string[]) =>
  `v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:0\r\n${candidates.join('')}a=end-of-candidates\r\na=sendonly\r\n`;

describe('an answer', () => {
  it('keeps its public candidates, and its private ones come after', () => {
    const { sdp, late } = splitAnswer(answer(line('10.9.0.2'), line('192.0.2.2', 'srflx'), line('fd00::7')));
    expect(sdp).toBe(answer(line('192.0.2.2', 'srflx')).replace('a=end-of-candidates\r\n', ''));
    expect(late).toEqual([
      { candidate: candidate('10.9.0.2'), sdpMid: '0' },
      { candidate: candidate('fd00::7'), sdpMid: '0' },
    ]);
  });

  it.each([
    ['private addresses alone', answer(line('10.9.0.2'), line('192.168.1.4'))],
    ['public ones alone', answer(line('198.51.100.7'), line('2001:db8::7'))],
    ['none', answer()],
    ['a section without a name', answer(line('10.0.0.1'), line('192.0.2.2')).replace('a=mid:0\r\n', '')],
    ['nothing', ''],
  ])('with %s is taken as it is', (_, sdp) => {
    expect(splitAnswer(sdp)).toEqual({ sdp, late: [] });
  });

  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.1',
    '192.168.0.9',
    '169.254.3.4',
    '127.0.0.1',
    '100.64.0.9',
  ])('knows %s to be private', (address) =>
    expect(splitAnswer(answer(line(address), line('192.0.2.2'))).late).toHaveLength(1),
  );

  it.each(['11.1.2.3', '172.32.0.1', '172.15.0.1', '192.169.0.9', '100.128.0.9', '9.9.9.9'])(
    'knows %s to be public',
    (address) => expect(splitAnswer(answer(line('10.0.0.1'), line(address))).sdp).toContain(address),
  );

  it('loses and invents no candidate', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constant('a-b.local'));
    fc.assert(
      fc.property(fc.array(address, { maxLength: 12 }), (addresses) => {
        const { sdp, late } = splitAnswer(answer(...addresses.map((each) => line(each))));
        const kept = [...sdp.matchAll(/^a=(candidate:.*)\r$/gm)].map(([, each]) => each);
        const all = [...kept, ...late.map((each) => each.candidate)];
        expect(all.sort()).toEqual(addresses.map((each) => candidate(each)).sort());
      }),
    );
  });
});
