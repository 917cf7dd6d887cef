import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { isOwnAddress, lanAddress } from './lan';

function ipv4(address: string, internal = false): NetworkInterfaceInfo {
  return { address, family: 'IPv4', internal, netmask: '255.255.255.0', mac: '', cidr: null };
}
const lo = [ipv4('127.0.0.1', true)];

it('takes Wi-Fi before cable, and both before what it does not know', () => {
  const all = { lo, foo0: [ipv4('10.0.0.9')], eth0: [ipv4('10.0.0.2')], wlp3s0: [ipv4('192.168.1.5')] };
  expect(lanAddress(all)).toEqual({ address: '192.168.1.5', name: 'wlp3s0' });
  const { wlp3s0: _, ...wired } = all;
  expect(lanAddress(wired)?.name).toBe('eth0');
});

it.each([
  'docker0',
  'br-12ab',
  'bridge100',
  'veth1',
  'virbr0',
  'vboxnet0',
  'vmnet8',
  'utun3',
  'wg0',
  'tailscale0',
  'awdl0',
])('passes over %s', (name) => expect(lanAddress({ lo, [name]: [ipv4('172.17.0.1')] })).toBeNull());

it('passes over loopback, IPv6 and addresses that no router gave', () => {
  const ipv6 = { ...ipv4('fd00::2'), family: 'IPv6', scopeid: 0 } as NetworkInterfaceInfo;
  expect(lanAddress({ lo, eth0: [ipv6, ipv4('169.254.3.4')] })).toBeNull();
  expect(lanAddress({})).toBeNull();
});

it('knows its own addresses', () => {
  expect(isOwnAddress({ lo, docker0: [ipv4('172.17.0.1')] }, '172.17.0.1')).toBe(true);
  expect(isOwnAddress({ lo }, '8.8.8.8')).toBe(false);
});
