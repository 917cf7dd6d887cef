import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';

import { claimPort, socketsIn } from './claimPort';
import { tryPort } from './ports';

it('a taken TCP port is one sentence with its holder and the remedy', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const said = await claimPort('127.0.0.1', port, 'tcp');
  server.close();
  expect(said).toBe(
    `port ${port}/tcp on 127.0.0.1 is taken by ${said?.match(/by (.*);/)?.[1]}; stop that program and try again.`,
  );
  expect(said).toContain(`(pid ${process.pid})`);
});

it('a taken UDP port is told from the TCP port of the same number', async () => {
  // A number that TCP has just had free: any UDP port may be another program's in TCP.
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const socket = createSocket('udp4').bind(port, '127.0.0.1');
  await once(socket, 'listening');
  expect(await tryPort('127.0.0.1', port, 'udp')).toBe('EADDRINUSE');
  expect(await tryPort('127.0.0.1', port, 'tcp')).toBeNull();
  socket.close();
});

it('a port that a program holds on all addresses is taken on loopback, too', async () => {
  const server = createServer().listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  expect(await tryPort('127.0.0.1', port, 'tcp')).toBe('EADDRINUSE');
  server.close();
});

it('an address of another machine is said to be one', async () => {
  expect(await claimPort('203.0.113.7', 0, 'tcp')).toBe(
    '203.0.113.7 is not an address of this machine; name one that is.',
  );
});

it('reads the tables of /proc/net', () => {
  const table = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:2254 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1',
    '   1: 0100007F:2254 0100007F:BEEF 01 00000000:00000000 00:00000000 00000000     0        0 4712 1',
    '   2: 0100007F:12254 00000000:0000 0A 00000000:00000000 00:00000000 00000000    0        0 4713 1',
  ].join('\n');
  expect(socketsIn(table, 8788, 'tcp')).toEqual(['4711']);
  expect(socketsIn(table, 8789, 'tcp')).toEqual([]);
  expect(socketsIn('', 8788, 'udp')).toEqual([]);
});
