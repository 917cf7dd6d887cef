/**
 * A coturn of one's own: a fresh secret at each start, in a file that only the owner can read and that goes when coturn
 * goes. What a holder of its credentials can reach is the worker on this machine (coturn/config.ts), never its loopback.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CoturnOptions, coturnConfig } from './coturn/config';
import { takeLeash } from './leash/leash';
import { claimPort, type PortKind } from './start/ports';
import { findTool } from './tools.mjs';
import { openChannel } from './turn/channel';
import { probeRelay } from './turn-probe';

export type { CoturnOptions };
export type StartCoturnOptions = CoturnOptions & {
  /** Where its files go; by default a private directory under .sightline/. Removed by `close()`. */
  dir?: string;
  onLine?: (line: string) => void;
};

export type Coturn = {
  /** TURN URLs, TLS first where there is any. */
  urls: string[];
  secret: string;
  child: ChildProcess;
  /** Ends it and removes its files; may be called again. */
  close(): Promise<void>;
};

/** An expected failure; the message is one sentence with a remedy. */
export class CoturnError extends Error {
  override readonly name = 'CoturnError';
}

const READY_MS = 20_000;
/** It goes on without TLS then, and would be waited for in vain. */
const GAVE_UP = /cannot start TLS/;
const STOP_MS = 2000;
/** How many lines of its log are kept for the case that it does not come up. */
const KEPT_LINES = 20;

let started = 0;

function bracketed(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}

export function relayUrls({ listenIp, port, tlsPort }: CoturnOptions): string[] {
  const at = (number: number) => `${bracketed(listenIp)}:${number}`;
  const plain = [`turn:${at(port)}?transport=udp`, `turn:${at(port)}?transport=tcp`];
  return tlsPort === undefined ? plain : [`turns:${at(tlsPort)}?transport=tcp`, ...plain];
}

/** Two coturns would share one port without a word (SO_REUSEPORT), so the ports are tried before it starts. */
async function claimPorts(options: CoturnOptions): Promise<void> {
  // With a foreign address to relay from it would start, and then refuse every allocation.
  const foreign = await claimPort(options.relayIp, 0, 'udp');
  if (foreign !== null) throw new CoturnError(`coturn cannot start: ${foreign}`);
  const wanted: [number, PortKind][] = [
    [options.port, 'udp'],
    [options.port, 'tcp'],
  ];
  if (options.tlsPort !== undefined) wanted.push([options.tlsPort, 'tcp']);
  for (const [port, kind] of wanted) {
    const problem = await claimPort(options.listenIp, port, kind);
    if (problem !== null) throw new CoturnError(`coturn cannot start: ${problem}`);
  }
}

function writeConfig(options: CoturnOptions, secret: string, dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, 'turnserver.conf');
  writeFileSync(path, coturnConfig(options, secret, dir), { mode: 0o600 });
  return path;
}

function keepLog(child: ChildProcess, onLine?: (line: string) => void): string[] {
  const kept: string[] = [];
  const take = (chunk: Buffer) => {
    for (const line of chunk.toString('utf8').split('\n')) {
      if (line.trim() === '') continue;
      kept.push(line);
      if (kept.length > KEPT_LINES) kept.shift();
      onLine?.(line);
    }
  };
  child.stdout?.on('data', take);
  child.stderr?.on('data', take);
  return kept;
}

/** Whether a STUN request is answered, and TLS is listened for where it is wanted: without a usable certificate coturn only shrugs. */
async function isUp({ listenIp, port, tlsPort }: CoturnOptions): Promise<boolean> {
  const stun = `stun:${bracketed(listenIp)}:${port}`;
  const { outcome } = await probeRelay(stun, { credentials: null, timeoutMs: 300 });
  if (!outcome.ok || tlsPort === undefined) return outcome.ok;
  const way = { scheme: 'turn', host: listenIp, port: tlsPort, transport: 'tcp' } as const;
  const channel = await openChannel(way, { timeoutMs: 300 }).catch(() => null);
  channel?.close();
  return channel !== null;
}

async function untilReady(options: CoturnOptions, child: ChildProcess, log: string[]): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) break;
    if (await isUp(options)) return;
    if (options.tlsPort !== undefined && log.some((line) => GAVE_UP.test(line))) break;
    await sleep(50);
  }
  const troubles = log.filter((line) => /error|warning|cannot|fail/i.test(line));
  throw new CoturnError(
    `coturn did not come up. Its last words: ${(troubles.length > 0 ? troubles : log).slice(-3).join(' | ') || 'none'}`,
  );
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const inTime = await Promise.race([gone.then(() => true), sleep(STOP_MS, false)]);
  if (inTime) return;
  child.kill('SIGKILL');
  await gone;
}

function closer(child: ChildProcess, dir: string): () => Promise<void> {
  // Should this process be killed, the relay must not outlive it with its secret on disk.
  const leash = takeLeash(dir);
  if (child.pid !== undefined) leash.hold(child.pid);
  let closing: Promise<void> | null = null;
  return () => {
    closing ??= end(child).then(() => {
      if (child.pid !== undefined) leash.drop(child.pid);
      leash.release();
      rmSync(dir, { recursive: true, force: true });
    });
    return closing;
  };
}

/** Resolves when it answers. Rejects with a CoturnError: not installed, a taken port, a setting that it refused. */
export async function startCoturn({ dir, onLine, ...options }: StartCoturnOptions): Promise<Coturn> {
  const program = findTool('turnserver');
  if (program === null) throw new CoturnError('coturn is not installed; install the package "coturn".');
  await claimPorts(options);
  started += 1;
  const home = dir ?? resolve('.sightline', `run-${process.pid}`, `coturn-${started}`);
  const secret = randomBytes(32).toString('base64url');
  const config = writeConfig(options, secret, home);
  const child = spawn(program, ['-c', config], { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
  const close = closer(child, home);
  try {
    await untilReady(options, child, keepLog(child, onLine));
  } catch (thrown) {
    await close();
    throw thrown;
  }
  return { urls: relayUrls(options), secret, child, close };
}
