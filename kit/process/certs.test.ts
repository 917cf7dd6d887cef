import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { beforeEach, expect, it, vi } from 'vitest';
import { folderOfTest } from '../testFolder';
import { certificatesFor } from './certs';

// Real programs, on machines that may be busy: a test that hangs is to fail, not one that waits its turn.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const DAY_MS = 24 * 3600 * 1000;
let dir: string;
beforeEach(() => {
  dir = folderOfTest('certs');
});

it('passes a real TLS handshake for its names and addresses with its CA, and without it does not', async () => {
  const { cert, key, caCert } = await certificatesFor(['localhost', '127.0.0.1'], dir);
  const server = createServer({ cert, key }).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => {});
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const greet = async (options: object) => {
    const socket = connect({ host: '127.0.0.1', port, ...options });
    const result = await Promise.race([
      once(socket, 'secureConnect').then(() => 'trusted'),
      once(socket, 'error').then(([error]) => (error as NodeJS.ErrnoException).code),
    ]).catch((error: NodeJS.ErrnoException) => error.code);
    socket.destroy();
    return result;
  };
  expect(await greet({ ca: caCert, servername: 'localhost' })).toBe('trusted');
  expect(await greet({ ca: caCert })).toBe('trusted');
  expect(await greet({ ca: caCert, servername: 'other.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(await greet({ servername: 'localhost' })).toMatch(/UNABLE_TO|SELF_SIGNED/);
  server.close();
});

it('keeps what it made, and keeps it private', async () => {
  const first = await certificatesFor(['localhost'], dir);
  const again = await certificatesFor(['localhost'], dir);
  expect(again).toEqual(first);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  for (const name of ['ca.key', 'leaf.key']) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600);
});

it('makes a leaf anew for other hosts, under the CA that is trusted already', async () => {
  const first = await certificatesFor(['10.0.0.2'], dir);
  const moved = await certificatesFor(['10.0.0.3'], dir);
  expect(moved.cert).not.toBe(first.cert);
  expect(moved.caCert).toBe(first.caCert);
  expect(new X509Certificate(moved.cert).checkIP('10.0.0.3')).toBe('10.0.0.3');
});

it('makes each anew before it runs out', async () => {
  const now = Date.now();
  const first = await certificatesFor(['localhost'], dir, 'leaf', now);
  const nearLeafEnd = await certificatesFor(['localhost'], dir, 'leaf', now + 359 * DAY_MS);
  expect(nearLeafEnd.cert).not.toBe(first.cert);
  expect(nearLeafEnd.caCert).toBe(first.caCert);
  const nearCaEnd = await certificatesFor(['localhost'], dir, 'leaf', now + 724 * DAY_MS);
  expect(nearCaEnd.caCert).not.toBe(first.caCert);
  expect(new X509Certificate(nearCaEnd.cert).verify(new X509Certificate(nearCaEnd.caCert).publicKey)).toBe(
    true,
  );
});

it('makes anew what someone broke', async () => {
  const first = await certificatesFor(['localhost'], dir);
  writeFileSync(join(dir, 'leaf.crt'), 'nonsense');
  const again = await certificatesFor(['localhost'], dir);
  expect(again.cert).not.toBe(first.cert);
  expect(readFileSync(again.files.cert, 'utf8')).toBe(again.cert);
});

it('is a CA that can sign leaves alone, and leaves that can sign nothing', async () => {
  const { cert, caCert } = await certificatesFor(['localhost'], dir);
  expect(new X509Certificate(caCert).ca).toBe(true);
  expect(new X509Certificate(cert).ca).toBe(false);
});
