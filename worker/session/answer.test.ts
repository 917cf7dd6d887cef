import { expect, it, vi } from 'vitest';
import { withDecoys } from '../../protocol/decoys';
import { createClient, startWith } from '../testing/harness';
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

it('connects by candidates that it holds back for the relay’s sake, the client first', async () => {
  const worker = await startWith({});
  const client = createClient();
  // The client's own address in the relay's place: this test has none.
  const throughRelay = (sdp: string) =>
    withDecoys(sdp.replaceAll(' typ host', ' typ relay raddr 0.0.0.0 rport 0'), 3);
  await client.dial(worker.url, {}, { offer: throughRelay });
  expect(client.peer.remoteDescription?.sdp).toContain('a=setup:passive');
  await vi.waitFor(() => expect(client.peer.connectionState).toBe('connected'), { timeout: 10_000 });
});
