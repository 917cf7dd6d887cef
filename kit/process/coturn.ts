/**
 * A coturn of one's own: a fresh secret at each start, in a file that only the owner can read and that goes
 * when coturn goes. What a holder of its credentials can reach is the worker on this machine
 * (coturnConfig.ts), never its loopback.
 */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, plainEnv, spawnChild } from './child';
import { claimPort } from './claimPort';
import { type CoturnOptions, coturnConfig } from './coturnConfig';
import { startParentWatch } from './parent/parentWatch';
import type { PortKind } from './ports';
import { findTool } from './tools.mjs';

type StartCoturnOptions = CoturnOptions & {
  /** Where its files go; by default a private directory under .sightline/. Removed by `close()`. */
  dir?: string;
  onLine?: (line: string) => void;
};

export type Coturn = {
  /** TURN URLs, TLS first where there is any. */
  urls: string[];
  secret: string;
  child: Child;
  /** Ends it and removes its files; may be called again. */
  close(): Promise<void>;
};

/** An expected failure; the message is one sentence with a remedy. */
export class CoturnError extends Error {
  override readonly name = 'CoturnError';
}

const READY_MS = 20_000;
const ANSWER_MS = 300;
/** It goes on without TLS then, and would be waited for in vain. */
const GAVE_UP = /cannot start TLS/;

let started = 0;

export function relayUrls({ listenIp, port, tlsPort }: CoturnOptions): string[] {
  const host = listenIp.includes(':') ? `[${listenIp}]` : listenIp;
  const plain = [`turn:${host}:${port}?transport=udp`, `turn:${host}:${port}?transport=tcp`];
  return tlsPort === undefined ? plain : [`turns:${host}:${tlsPort}?transport=tcp`, ...plain];
}

/** Two coturns would share a port without a word (SO_REUSEPORT), so the ports are tried before. */
async function claimPorts({ listenIp, relayIp, port, tlsPort }: CoturnOptions): Promise<void> {
  const wanted: [string, number, PortKind][] = [
    // With a foreign address to relay from it would start, and then refuse every allocation.
    [relayIp, 0, 'udp'],
    [listenIp, port, 'udp'],
    [listenIp, port, 'tcp'],
  ];
  if (tlsPort !== undefined) wanted.push([listenIp, tlsPort, 'tcp']);
  for (const [address, number, kind] of wanted) {
    const problem = await claimPort(address, number, kind);
    if (problem !== null) throw new CoturnError(`coturn cannot start: ${problem}`);
  }
}

/** @returns the file's path. @param dir private, for all that coturn writes */
export function writeConfig(options: CoturnOptions, secret: string, dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'turnserver.conf');
  writeFileSync(path, coturnConfig(options, secret, dir), { mode: 0o600 });
  return path;
}

/** Answers STUN, and listens for TLS where that is wanted: without a good certificate coturn only shrugs. */
async function isUp({ listenIp, port, tlsPort }: CoturnOptions): Promise<boolean> {
  return (await answersStun(listenIp, port)) && (tlsPort === undefined || listens(listenIp, tlsPort));
}

/** A Binding request without attributes (RFC 8489 §5). */
async function answersStun(address: string, port: number): Promise<boolean> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  const head = Buffer.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]);
  socket.send(Buffer.concat([head, randomBytes(12)]), port, address);
  return happens(socket, 'message').finally(() => socket.close());
}

function listens(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port });
  return happens(socket, 'connect').finally(() => socket.destroy());
}

function happens(emitter: NodeJS.EventEmitter, event: string): Promise<boolean> {
  return once(emitter, event, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
    () => true,
    () => false,
  );
}

async function untilReady(options: CoturnOptions, child: Child): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until && !child.hasEnded()) {
    if (await isUp(options)) return;
    if (options.tlsPort !== undefined && GAVE_UP.test(child.output())) break;
    await sleep(50);
  }
  const log = child.output().split('\n').filter(Boolean);
  const troubles = log.filter((line) => /error|warning|cannot|fail/i.test(line));
  const last = (troubles.length > 0 ? troubles : log).slice(-3).join(' | ');
  throw new CoturnError(`coturn did not come up. Its last words: ${last || 'none'}`);
}

function closer(child: Child, dir: string): () => Promise<void> {
  // Should this process be killed, the relay must not outlive it with its secret on disk.
  const watch = startParentWatch(dir);
  if (child.pid !== undefined) watch.add(child.pid);
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= child.stop().then(() => {
      if (child.pid !== undefined) watch.remove(child.pid);
      watch.end();
      rmSync(dir, { recursive: true, force: true });
    });
    return closing;
  };
}

/** @throws CoturnError where it is not installed. */
export function coturnProgram(): string {
  const program = findTool('turnserver');
  if (program === null) throw new CoturnError('coturn is not installed; install the package "coturn".');
  return program;
}

/** Resolves when it answers. Rejects with a CoturnError: not installed, a port, a setting it refused. */
export async function startCoturn({ dir, onLine, ...options }: StartCoturnOptions): Promise<Coturn> {
  const program = coturnProgram();
  await claimPorts(options);
  started += 1;
  const home = dir ?? resolve('.sightline', `run-${process.pid}`, `coturn-${started}`);
  const secret = randomBytes(32).toString('base64url');
  const config = writeConfig(options, secret, home);
  const child = spawnChild(program, ['-c', config], {
    cwd: home,
    env: plainEnv(),
    ...(onLine && { onLine }),
  });
  const close = closer(child, home);
  try {
    await untilReady(options, child);
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { urls: relayUrls(options), secret, child, close };
}
