/** The relay of deploy/compose.yaml: coturn reads its settings; what it denies is held against RFC 6890. */
import { readFileSync, writeFileSync } from 'node:fs';
import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Child, plainEnv, spawnChild } from '../../kit/process/child';
import { coturnProgram } from '../../kit/process/coturn';
import { freePort } from '../../kit/process/ports';
import { folderOfFile } from '../../kit/testFolder';
import { reasonOf, withAllocation } from '../turn/testing';
import { probeRelay } from '../turn-probe';

const root = join(import.meta.dirname, '..', '..');
const compose = readFileSync(join(root, 'deploy', 'compose.yaml'), 'utf8');
const settings = (/^ {2}turnserver:\n {4}content: \|\n((?: {6}.*\n)+)/m.exec(compose)?.[1] ?? '')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith('#'));
const folder = folderOfFile('deploy-coturn');

describe('peers', () => {
  const denied = new BlockList();
  for (const line of settings.filter((setting) => setting.startsWith('denied-peer-ip='))) {
    const [from = '', to = ''] = line.slice('denied-peer-ip='.length).split('-');
    denied.addRange(from, to, isIPv6(from) ? 'ipv6' : 'ipv4');
  }
  const isDenied = (address: string) => denied.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::1', '::2'],
    ...[
      '::ffff:10.0.0.1',
      '64:ff9b::10.0.0.1',
      '2002:a00:1::1',
      '2001::1',
      'fc00::1',
      'fd12::1',
      'fe80::1',
      'ff02::1',
    ],
  ])('%s is denied', (address) => {
    expect(isDenied(address)).toBe(true);
  });

  it.each([
    '1.1.1.1',
    '100.63.255.255',
    '100.128.0.1',
    '172.32.0.1',
    '2606:4700::1111',
    '2001:4860:4860::8888',
  ])('%s is not', (address) => {
    expect(isDenied(address)).toBe(false);
  });
});

/** Where this machine has no IPv6 at all, coturn cannot relay to it either. */
const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

describe('coturn itself', () => {
  const SECRET = 'a-secret-for-this-test-alone';
  const changed =
    /^(listening-ip|relay-ip|listening-port|tls-listening-port|cert|pkey|realm|static-auth-secret)=/;
  let child: Child;
  let port: number;

  beforeAll(async () => {
    port = await freePort();
    const lines = [
      ...settings.filter((line) => !changed.test(line)),
      ...['listening-ip=127.0.0.1', 'relay-ip=127.0.0.1', `listening-port=${port}`, 'no-tls', 'realm=test'],
      ...(hasIpv6 ? ['relay-ip=::1'] : []),
      ...[`static-auth-secret=${SECRET}`, `pidfile=${folder}/pid`, `userdb=${folder}/db`],
    ];
    const config = join(folder, 'turnserver.conf');
    writeFileSync(config, lines.join('\n'), { mode: 0o600 });
    child = spawnChild(coturnProgram(), ['-c', config], { cwd: folder, env: plainEnv() });
    const answers = async () => {
      const { outcome } = await probeRelay(`stun:127.0.0.1:${port}`, { credentials: null, timeoutMs: 300 });
      return outcome.ok;
    };
    await vi.waitFor(async () => expect(await answers()).toBe(true), { timeout: 30_000 });
  }, 60_000);
  afterAll(() => child?.stop());

  it('knows every setting', () => {
    const lines = child.output().split('\n');
    expect(lines.filter((line) => /bad config|unknown|unrecognized/i.test(line))).toEqual([]);
  });

  const asked = [
    ...[
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '192.168.1.1',
      '224.0.0.1',
      // Loopback, unique local, link-local, and what carries a private IPv4 address inside.
      '::1',
      'fd12::1',
      'fe80::1',
      '::ffff:10.0.0.1',
      '64:ff9b::10.0.0.1',
      '2002:a00:1::1',
    ].map((address) => [address, '403']),
    // Asked for, and granted; nothing is sent there. A range in the wrong form once denied all of IPv4.
    ...['1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111'].map((address) => [address, 'granted']),
  ].filter(([address = '']) => hasIpv6 || !isIPv6(address));
  it.each(asked)('answers a wish for %s with %s', async (address = '', wanted = '') => {
    const family = isIPv6(address) ? 6 : 4;
    const peer = { address, port: 9 };
    const asked = withAllocation({ port, secret: SECRET, family }, (client) => reasonOf(client.permit(peer)));
    expect(await asked).toBe(wanted);
  });
});
