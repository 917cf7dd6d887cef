/** The probe against a real coturn, and against everything that is none. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Certificates, certificatesFor } from '../kit/process/certs';
import { type Coturn, startCoturn } from '../kit/process/coturn';
import { freePort } from '../kit/process/ports';
import { folderOfFile } from '../kit/testFolder';
import type { Credentials } from './turn/client';
import { ATTRIBUTES, attribute, decode, encode, METHODS } from './turn/stun';
import { credentialsFrom } from './turn/testing';
import { probeRelay } from './turn-probe';

// Real programs, on machines that may be busy: a test that hangs is to fail, not one that waits its turn.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const PORT = await freePort();
const TLS_PORT = await freePort();
const dir = folderOfFile('probe');
let certificates: Certificates;
let coturn: Coturn;
let good: Credentials;

beforeAll(async () => {
  certificates = await certificatesFor(['localhost', '127.0.0.1'], join(dir, 'certs'));
  const { cert, key } = certificates.files;
  coturn = await startCoturn({
    listenIp: '127.0.0.1',
    relayIp: '127.0.0.1',
    port: PORT,
    tlsPort: TLS_PORT,
    cert,
    key,
    allowPeers: [],
    dir: join(dir, 'coturn'),
  });
  good = credentialsFrom(coturn.secret);
});

afterAll(() => coturn?.close());

it.each([
  [`turn:127.0.0.1:${PORT}?transport=udp`, ['allocate']],
  [`turn:127.0.0.1:${PORT}?transport=tcp`, ['connect', 'allocate']],
  [`turns:localhost:${TLS_PORT}?transport=tcp`, ['dns', 'connect', 'tls', 'allocate']],
  [`turns:127.0.0.1:${TLS_PORT}?transport=tcp`, ['connect', 'tls', 'allocate']],
])('%s gives an allocation', async (url, stages) => {
  const result = await probeRelay(url, { credentials: good, ca: certificates.caCert });
  expect(result.outcome).toMatchObject({ ok: true, seen: { address: '127.0.0.1' } });
  expect(Object.keys(result.stages)).toEqual(stages);
});

it('STUN says where it sees us', async () => {
  const { outcome } = await probeRelay(`stun:127.0.0.1:${PORT}`, { credentials: null });
  expect(outcome).toMatchObject({ ok: true, seen: { address: '127.0.0.1' } });
});

it('gives its allocation back', async () => {
  const asked: [number, number | undefined][] = [];
  const relay = createSocket('udp4').bind(0, '127.0.0.1');
  relay.on('message', (bytes, from) => {
    const request = decode(bytes)!;
    asked.push([request.method, attribute(request, ATTRIBUTES.lifetime)?.readUInt32BE(0)]);
    relay.send(encode({ ...request, kind: 'success', attributes: [] }), from.port, from.address);
  });
  await once(relay, 'listening');
  await probeRelay(`turn:127.0.0.1:${relay.address().port}`, { credentials: null });
  relay.close();
  expect(asked).toEqual([
    [METHODS.allocate, undefined],
    [METHODS.refresh, 0],
  ]);
});

it('a wrong password and an expired name are refused with 401', async () => {
  const url = `turn:127.0.0.1:${PORT}?transport=tcp`;
  const wrong = await probeRelay(url, { credentials: { ...good, credential: 'wrong' } });
  expect(wrong.outcome).toEqual({ ok: false, stage: 'allocate', reason: '401' });
  const none = await probeRelay(url, { credentials: null });
  expect(none.outcome).toEqual({ ok: false, stage: 'allocate', reason: '401' });
});

it('a certificate that nobody vouches for stops it at TLS', async () => {
  const { outcome } = await probeRelay(`turns:localhost:${TLS_PORT}`, { credentials: good });
  expect(outcome).toMatchObject({ ok: false, stage: 'tls' });
  expect(outcome).toMatchObject({ reason: expect.stringMatching(/UNABLE_TO|SELF_SIGNED/) });
});

it('a certificate of another name stops it at TLS', async () => {
  const other = await certificatesFor(['other.example'], join(dir, 'certs'), 'other');
  const tlsPort = await freePort();
  const relay = await startCoturn({
    listenIp: '127.0.0.1',
    relayIp: '127.0.0.1',
    port: await freePort(),
    tlsPort,
    cert: other.files.cert,
    key: other.files.key,
    allowPeers: [],
    dir: join(dir, 'other'),
  });
  const { outcome } = await probeRelay(`turns:localhost:${tlsPort}`, { credentials: good, ca: other.caCert });
  await relay.close();
  expect(outcome).toEqual({ ok: false, stage: 'tls', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' });
});

it('a closed port says so, over TCP and over UDP', async () => {
  const closed = await freePort();
  const tcp = await probeRelay(`turn:127.0.0.1:${closed}?transport=tcp`, { credentials: good });
  expect(tcp.outcome).toEqual({ ok: false, stage: 'connect', reason: 'ECONNREFUSED' });
  const udp = await probeRelay(`turn:127.0.0.1:${closed}?transport=udp`, { credentials: good });
  expect(udp.outcome).toEqual({ ok: false, stage: 'allocate', reason: 'ECONNREFUSED' });
});

it('a hole that swallows everything is a timeout, over UDP, over TCP and within TLS', async () => {
  const hole = createSocket('udp4').bind(0, '127.0.0.1');
  await once(hole, 'listening');
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const ask = async (url: string) => (await probeRelay(url, { credentials: good, timeoutMs: 250 })).outcome;
  const found = [
    await ask(`turn:127.0.0.1:${hole.address().port}?transport=udp`),
    await ask(`turn:127.0.0.1:${port}?transport=tcp`),
    await ask(`turns:127.0.0.1:${port}`),
  ];
  hole.close();
  silent.close();
  expect(found).toEqual([
    { ok: false, stage: 'allocate', reason: 'timeout' },
    { ok: false, stage: 'allocate', reason: 'timeout' },
    { ok: false, stage: 'tls', reason: 'timeout' },
  ]);
});

it('a web server is no TURN server', async () => {
  const web = createServer((socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  await once(web, 'listening');
  const { port } = web.address() as AddressInfo;
  const { outcome } = await probeRelay(`turn:127.0.0.1:${port}?transport=tcp`, { credentials: good });
  web.close();
  expect(outcome).toEqual({ ok: false, stage: 'allocate', reason: 'not_stun' });
});

it('what is no URL, and what no browser speaks, is said without a try', async () => {
  expect((await probeRelay('https://a.example', { credentials: good })).outcome).toMatchObject({
    reason: 'bad_url',
  });
  expect((await probeRelay('turns:a?transport=udp', { credentials: good })).outcome).toMatchObject({
    reason: 'dtls',
  });
});
