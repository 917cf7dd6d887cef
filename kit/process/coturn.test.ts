/** A real coturn: that it starts, that it says why not, and what its credentials cannot reach. */
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lanAddress } from '../../dev/start/lan';
import { encodeXorAddress } from '../../dev/turn/address';
import { ATTRIBUTES, type Endpoint, encode, newTransaction } from '../../dev/turn/stun';
import { reasonOf, withAllocation } from '../../dev/turn/testing';
import { folderOfFile } from '../testFolder';
import { type Coturn, relayUrls, startCoturn } from './coturn';
import { coturnConfig } from './coturnConfig';
import { freePort, tryPort } from './ports';

// Real programs, on machines that may be busy: a test that hangs is to fail, not one that waits its turn.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PORT = await freePort();
const base = { listenIp: '127.0.0.1', relayIp: '127.0.0.1', port: PORT };
const own = lanAddress(networkInterfaces());
const home = folderOfFile('coturn');
const dir = join(home, 'run');
let coturn: Coturn;
let lines: string[];

beforeAll(async () => {
  lines = [];
  coturn = await startCoturn({
    ...base,
    allowPeers: own === null ? [] : [own.address],
    dir,
    onLine: (line) => lines.push(line),
  });
});

afterAll(() => coturn?.close());

/** RFC 8656 §11.1: data for a peer, without an answer. */
function sendIndication(peer: Endpoint, data: string): Buffer {
  const transaction = newTransaction();
  const attributes = [
    { type: ATTRIBUTES.xorPeerAddress, value: encodeXorAddress(peer, transaction) },
    { type: 0x0013, value: Buffer.from(data) },
  ];
  return encode({ method: 6, kind: 'indication', transaction, attributes });
}

const allocated = <T>(work: Parameters<typeof withAllocation<T>>[1]) =>
  withAllocation({ port: PORT, secret: coturn.secret }, work);

describe('with valid credentials', () => {
  // 403: forbidden. 443: an address of the family that this allocation does not have.
  it.each([
    ['127.0.0.1', '403'],
    ['127.8.8.8', '403'],
    ['0.0.0.0', '403'],
    ['169.254.169.254', '403'],
    ['10.0.0.1', '403'],
    ['192.168.1.1', '403'],
    ['100.64.0.1', '403'],
    ['8.8.8.8', '403'],
    ['224.0.0.251', '403'],
    ['255.255.255.255', '403'],
    ['::1', '443'],
    ['::ffff:127.0.0.1', '443'],
    ['fd00::2', '443'],
  ])('%s is out of reach, by permission and by channel', async (address, reason) => {
    const peer = { address, port: 53 };
    const asked = await allocated(async (client) => [
      await reasonOf(client.permit(peer)),
      await reasonOf(client.bindChannel(0x4001, peer)),
    ]);
    expect(asked).toEqual([reason, reason]);
  });

  it("this machine's own address, where the worker answers, is within reach", async () => {
    expect(own, 'this machine has an address besides loopback').not.toBeNull();
    const peer = { address: own!.address, port: 9 };
    expect(await allocated((client) => reasonOf(client.permit(peer)))).toBe('granted');
  });

  it('what is sent to loopback arrives nowhere, and what is sent to the own address arrives', async () => {
    const heard: string[] = [];
    const listen = async (address: string) => {
      const socket = createSocket('udp4').bind(0, address);
      await once(socket, 'listening');
      socket.on('message', (data) => heard.push(`${address} heard ${data}`));
      return socket;
    };
    const sockets = [await listen('127.0.0.1'), await listen(own!.address)];
    await allocated(async (client, channel) => {
      for (const socket of sockets) {
        const peer = socket.address();
        await reasonOf(client.permit(peer));
        channel.send(sendIndication(peer, 'knock'));
      }
      await vi.waitFor(() => expect(heard).not.toEqual([]), { timeout: 3000 });
      // Sent first: had it been relayed, it would be here by now.
      expect(heard).toEqual([`${own!.address} heard knock`]);
    });
    for (const socket of sockets) socket.close();
  });
});

describe('the secret', () => {
  it('is on no command line, in no log, and in a file for its owner alone', () => {
    const commandLine = readFileSync(`/proc/${coturn.child.pid}/cmdline`, 'utf8');
    expect(commandLine).toContain('turnserver');
    expect(commandLine).not.toContain(coturn.secret);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.join('\n')).not.toContain(coturn.secret);
    expect(statSync(join(dir, 'turnserver.conf')).mode & 0o777).toBe(0o600);
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    expect(coturn.secret).toMatch(/^[\w-]{43}$/);
  });

  it('cannot bring a setting along in a value', () => {
    const smuggled = { ...base, allowPeers: ['10.0.0.1\nallow-loopback-peers'] };
    expect(() => coturnConfig(smuggled, 'secret', '/tmp')).toThrow(RangeError);
  });
});

describe('starting', () => {
  it('listens at the one address it was given', () => {
    const wildcard = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .filter((line) => line.includes(`00000000:${PORT.toString(16).toUpperCase()}`));
    expect(wildcard).toEqual([]);
  });

  it('fails with one sentence where the port is taken, and leaves nothing behind', async () => {
    const second = join(home, 'second');
    await expect(startCoturn({ ...base, allowPeers: [], dir: second })).rejects.toThrow(
      /^coturn cannot start: port \d+\/udp on 127\.0\.0\.1 is taken by turnserver \(pid \d+\); stop that program and try again\.$/,
    );
    expect(existsSync(second)).toBe(false);
  });

  it('fails with one sentence where it has nothing to relay from', async () => {
    // 203.0.113.0/24 is for documents (RFC 5737): no machine has it.
    const failing = startCoturn({ ...base, port: await freePort(), relayIp: '203.0.113.7', allowPeers: [] });
    await expect(failing).rejects.toThrow(
      'coturn cannot start: 203.0.113.7 is not an address of this machine; name one that is.',
    );
  });

  it('fails with its last words where TLS does not come up, and leaves nothing behind', async () => {
    const third = join(home, 'third');
    const tls = { tlsPort: await freePort(), cert: join(home, 'no.crt'), key: join(home, 'no.key') };
    await expect(
      startCoturn({ ...base, port: await freePort(), ...tls, allowPeers: [], dir: third }),
    ).rejects.toThrow(/^coturn did not come up\. Its last words: .*private key file/);
    expect(existsSync(third)).toBe(false);
  });

  it('goes when closed, with its files, twice if need be', async () => {
    const short = await startCoturn({
      ...base,
      port: await freePort(),
      allowPeers: [],
      dir: join(home, 'short'),
    });
    await short.close();
    await short.close();
    expect(short.child.process.exitCode ?? short.child.process.signalCode).not.toBeNull();
    expect(existsSync(join(home, 'short'))).toBe(false);
  });

  it('ends, and its secret with it, when the process that started it is killed', async () => {
    const orphan = join(home, 'orphan');
    const port = await freePort();
    const code = `import { startCoturn } from ${JSON.stringify(join(import.meta.dirname, 'coturn.ts'))};
      const { child } = await startCoturn(${JSON.stringify({ ...base, port, allowPeers: [], dir: orphan })});
      console.log('up', child.pid);
      process.kill(process.pid, 'SIGKILL');`;
    const parent = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    expect(existsSync(orphan)).toBe(true);
    await vi.waitFor(() => expect(existsSync(orphan)).toBe(false), { timeout: 5000 });
    expect(await tryPort('127.0.0.1', port, 'udp')).toBeNull();
  });

  it('names its URLs, TLS first', () => {
    expect(relayUrls({ ...base, allowPeers: [], tlsPort: 5349 })).toEqual([
      'turns:127.0.0.1:5349?transport=tcp',
      `turn:127.0.0.1:${PORT}?transport=udp`,
      `turn:127.0.0.1:${PORT}?transport=tcp`,
    ]);
  });
});
