import { expect, it } from 'vitest';
import { withoutLoopback } from './answer';

const candidate = (address: string) =>
  `a=candidate:1 1 udp 2122265343 ${address} 53352 typ host generation 0\r\n`;

it('leaves out the addresses that mean "this machine", and no others', () => {
  const [lan, relayed] = [candidate('192.168.1.127'), candidate('fd00::1')];
  const sdp = `v=0\r\n${candidate('127.0.0.1')}${lan}${candidate('::1')}${relayed}a=mid:0\r\n`;
  expect(withoutLoopback(sdp)).toBe(`v=0\r\n${lan}${relayed}a=mid:0\r\n`);
});

it('keeps them where there are no others', () => {
  const sdp = `v=0\r\n${candidate('127.0.0.1')}${candidate('::1')}`;
  expect(withoutLoopback(sdp)).toBe(sdp);
});
