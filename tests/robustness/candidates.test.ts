/** Whom the worker knocks at because an offer says so: real sockets on this machine count what arrives. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { WorkerProcess } from '../../kit/stack/worker';
import { pause, post, requestFor } from '../../worker/testing/client';
import { callWitness, createClient, expectService, startWorker } from './witness';

/** libwebrtc checks a pair every 50 ms at first. */
const KNOCKS_WITHIN_MS = 1500;

let worker: WorkerProcess;
const targets: (Socket | Server)[] = [];
beforeAll(async () => {
  // Reachable from outside: what is local about a request is nothing that the request may say.
  worker = await startWorker({ HOST: '0.0.0.0', STUN_URL: '' });
});
afterEach(() => {
  for (const target of targets.splice(0)) target.close();
});
afterAll(() => worker?.stop('SIGKILL'));

type Target = { port: number; knocks: () => number };

/** A UDP socket that a candidate may name. */
async function listenAt(address: string): Promise<Target> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  targets.push(socket);
  let count = 0;
  socket.on('message', () => {
    count += 1;
  });
  socket.bind(0, address);
  await once(socket, 'listening');
  return { port: socket.address().port, knocks: () => count };
}

async function listenTcpAt(address: string): Promise<Target> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.destroy();
  });
  targets.push(server);
  server.listen(0, address);
  await once(server, 'listening');
  return { port: (server.address() as { port: number }).port, knocks: () => count };
}

const ownAddress = () =>
  Object.values(networkInterfaces())
    .flat()
    .find((each) => each?.family === 'IPv4' && !each.internal)?.address;

const candidate = (address: string, port: number, rest = 'typ host', transport = 'udp') =>
  `a=candidate:1 1 ${transport} 2122260223 ${address} ${port} ${rest}\r\n`;

/** The offer of a real peer with these candidates in place of its own. */
async function offerWith(candidates: string): Promise<number> {
  const sdp = (await createClient().offer()).replace(/^a=candidate:.*\r\n/gm, '');
  const at = sdp.indexOf('a=ice-ufrag');
  const response = await post(
    `${worker.url}/initialise_webrtc_worker`,
    requestFor(sdp.slice(0, at) + candidates + sdp.slice(at)),
  );
  await response.body?.cancel();
  return response.status;
}

it('is nobody on the worker’s own loopback, however it is written; an address of the network still is', async () => {
  const loopback = await Promise.all([listenAt('127.0.0.1'), listenAt('127.0.0.1'), listenAt('::1')]);
  const tcp = await listenTcpAt('127.0.0.1');
  const own = ownAddress();
  const honest = await listenAt(own ?? '127.0.0.1');
  const [plain, mapped, six] = loopback.map(({ port }) => port) as [number, number, number];
  const status = await offerWith(
    [
      candidate('127.0.0.1', plain),
      candidate('127.0.0.1', plain, 'typ srflx raddr 0.0.0.0 rport 0'),
      candidate('::ffff:127.0.0.1', mapped),
      candidate('::ffff:7f00:1', mapped),
      candidate('localhost', mapped),
      candidate('0.0.0.0', mapped),
      candidate('::1', six),
      candidate('127.0.0.1', tcp.port, 'typ host tcptype passive', 'tcp'),
      ...(own ? [candidate(own, honest.port)] : []),
    ].join(''),
  );
  expect(status).toBe(200);
  await pause(KNOCKS_WITHIN_MS);
  expect([...loopback, tcp].map(({ knocks }) => knocks())).toEqual([0, 0, 0, 0]);
  // Without one this test could not fail: the address is the network's, and a phone in the same Wi-Fi has
  // such a one.
  if (own) expect(honest.knocks()).toBeGreaterThan(0);
});

it('is sixty-four addresses at most', async () => {
  const own = ownAddress() ?? '';
  expect(own, 'This machine has no address besides loopback.').not.toBe('');
  const many = await Promise.all(Array.from({ length: 100 }, () => listenAt(own)));
  expect(await offerWith(many.map(({ port }) => candidate(own, port)).join(''))).toBe(200);
  await pause(6000);
  const knocked = many.flatMap(({ knocks }, at) => (knocks() > 0 ? [at] : []));
  expect(knocked.filter((at) => at >= 64)).toEqual([]);
  expect(knocked.length).toBeGreaterThan(10);
});

it('takes nothing from who offers honestly, or names only what is stripped: the client’s own checks tell its address', async () => {
  const witness = await callWitness(worker);
  await expectService(witness);
  const hidden = createClient();
  await hidden.dial(
    worker.url,
    {},
    {
      offer: (sdp) =>
        sdp.replace(
          /^(a=candidate:\S+ \d+ \S+ \d+ )\S+/gm,
          (_, head: string) => `${head}5d943223-646e-4f58-8387-4073d7c07e28.local`,
        ),
    },
  );
  while (hidden.peer.connectionState !== 'connected') await pause(20);
  await expectService(witness);
});
