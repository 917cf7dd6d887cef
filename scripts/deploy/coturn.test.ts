/** The relay of deploy/compose.yaml: coturn itself reads its settings, and the ranges that it denies are held against RFC 6890. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { lanAddress } from '../start/lan';
import { freePort } from '../start/machine';
import { findTool } from '../tools.mjs';

const root = join(import.meta.dirname, '..', '..');
const compose = readFileSync(join(root, 'deploy', 'compose.yaml'), 'utf8');
const settings = (/^ {2}turnserver:\n {4}content: \|\n((?: {6}.*\n)+)/m.exec(compose)?.[1] ?? '')
  .split('\n')
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith('#'));
const folder = mkdtempSync(join(tmpdir(), 'sightline-deploy-coturn-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('peers', () => {
  const denied = new BlockList();
  for (const line of settings.filter((setting) => setting.startsWith('denied-peer-ip='))) {
    const [from = '', to = ''] = line.slice('denied-peer-ip='.length).split('-');
    denied.addRange(from, to, isIPv6(from) ? 'ipv6' : 'ipv4');
  }
  const isDenied = (address: string) => denied.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '100.127.255.255', '127.0.0.1', '169.254.169.254', '172.16.0.1'],
    ...['172.31.255.255', '192.168.1.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1'],
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

it('coturn takes these settings, and sends to no private address', async () => {
  const [program, client] = [findTool('turnserver'), findTool('turnutils_uclient')];
  if (!program || !client) throw new Error('coturn is missing; install the package "coturn".');
  const port = await freePort();
  const secret = 'a-secret-for-this-test-alone';
  const changed =
    /^(listening-ip|relay-ip|listening-port|tls-listening-port|cert|pkey|realm|static-auth-secret)=/;
  const own = lanAddress(networkInterfaces())?.address ?? '127.0.0.1';
  const lines = [
    ...settings.filter((line) => !changed.test(line)),
    ...[`listening-ip=${own}`, `relay-ip=${own}`, `listening-port=${port}`, 'no-tls', 'realm=test'],
    ...[`static-auth-secret=${secret}`, `pidfile=${folder}/pid`, `userdb=${folder}/db`],
  ];
  const config = join(folder, 'turnserver.conf');
  writeFileSync(config, lines.join('\n'), { mode: 0o600 });
  const child = spawn(program, ['-c', config], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  try {
    await expect.poll(() => /UDP listener opened/.test(printed), { timeout: 20_000 }).toBe(true);
    expect(printed).not.toMatch(/unrecognized|unknown|bad configuration|ERROR.*denied/i);
    const args = ['-y', '-c', '-n', '1', '-u', 'x', '-W', secret, '-p', String(port), own];
    const said = await new Promise<string>((resolve) => {
      execFile(client, args, { timeout: 30_000 }, (_, out, err) => resolve(out + err));
    });
    // The two clients' relays stand on this machine's private address: allocated, but not to be sent to.
    expect(said).toMatch(/allocate response received|403|Forbidden/i);
    expect(said).not.toMatch(/tot_recv_msgs=[1-9]/);
  } finally {
    child.kill('SIGTERM');
    await Promise.race([once(child, 'exit'), sleep(3000)]);
    child.kill('SIGKILL');
  }
}, 60_000);
