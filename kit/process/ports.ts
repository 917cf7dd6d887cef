/**
 * Free ports that no two processes are given at once. A port that is found by listening and then let go is
 * anybody's until its owner-to-be listens: another test's, or an outgoing connection's. So each process first
 * takes a block of ports by listening on the block's first one for as long as it lives, which the system
 * itself ends, and hands out the others of it.
 */
import { createSocket } from 'node:dgram';
import { createServer, type Server } from 'node:net';

export type PortKind = 'tcp' | 'udp';

/** Below the ephemeral ranges (Linux from 32768, others from 49152), out of which the system serves outgoing
 * connections, and above every port that a browser refuses (fetch.spec.whatwg.org/#port-blocking). */
const FIRST = 24_000;
const BLOCK = 100;
const BLOCKS = 80;
const HOSTS = ['127.0.0.1', '0.0.0.0', '::1'];
/** Where there is no IPv6, nobody can be in the way there. */
const NO_SUCH_ADDRESS = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

let next = 0;
let end = 0;
/** Asked for at once, ports are looked for one after the other. */
let turn: Promise<unknown> = Promise.resolve();

/** A port that is free in TCP and in UDP on every address of this machine, given to nobody else while this
 * process lives.
 * @throws Error where all blocks are taken. */
export function freePort(): Promise<number> {
  const found = turn.then(take);
  turn = found.catch(() => {});
  return found;
}

async function take(): Promise<number> {
  for (;;) {
    if (next >= end) await takeBlock();
    const port = next;
    next += 1;
    if (await isFree(port)) return port;
  }
}

/** Blocks are tried from one that differs from process to process, so that few are tried in vain. */
async function takeBlock(): Promise<void> {
  const start = process.pid % BLOCKS;
  for (let count = 0; count < BLOCKS; count += 1) {
    const first = FIRST + ((start + count) % BLOCKS) * BLOCK;
    const server = await listen('127.0.0.1', first);
    if (typeof server === 'string') continue;
    // It ends with the process and does not keep it alive.
    server.unref();
    next = first + 1;
    end = first + BLOCK;
    return;
  }
  throw new Error(`All ports from ${FIRST} to ${FIRST + BLOCKS * BLOCK - 1} are taken; end what holds them.`);
}

async function isFree(port: number): Promise<boolean> {
  for (const host of HOSTS) {
    const code = await tryPort(host, port, 'tcp');
    if (code !== null && !NO_SUCH_ADDRESS.includes(code)) return false;
  }
  return (await tryPort('127.0.0.1', port, 'udp')) === null;
}

/** The system's code for why the port cannot be had ('EADDRINUSE', 'EACCES', …), or null where it can. */
export async function tryPort(address: string, port: number, kind: PortKind): Promise<string | null> {
  if (kind === 'udp') return tryUdp(address, port);
  const server = await listen(address, port);
  if (typeof server === 'string') return server;
  await new Promise((done) => server.close(done));
  return null;
}

const codeOf = (error: Error) => (error as NodeJS.ErrnoException).code ?? 'unknown';

/** @returns the server, or the system's code where it may not listen. */
function listen(host: string, port: number): Promise<Server | string> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(codeOf(error)));
    server.listen({ port, host, exclusive: true }, () => done(server));
  });
}

function tryUdp(address: string, port: number): Promise<string | null> {
  return new Promise((done) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => socket.close(() => done(codeOf(error))));
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => done(null)));
  });
}
