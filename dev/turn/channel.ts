/** One way to a relay, UDP, TCP or TLS, that carries whole STUN messages and names where it failed. */
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, isIP, isIPv6, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { takeMessages } from './stun';
import type { RelayUrl } from './url';

export type Stage = 'dns' | 'connect' | 'tls' | 'allocate';

/** An expected failure: `reason` is a system's or TLS's code, 'timeout', 'not_stun' or a STUN number. */
export class RelayFailure extends Error {
  override readonly name = 'RelayFailure';
  constructor(
    readonly stage: Stage,
    readonly reason: string,
    options?: { cause?: unknown },
  ) {
    super(`${stage}: ${reason}`, options);
  }
}

const failure = (stage: Stage, cause: unknown) => new RelayFailure(stage, reasonOf(cause), { cause });

export type Channel = {
  /** TCP and TLS resend by themselves; over UDP the caller must (RFC 8489 §6.2.1). */
  reliable: boolean;
  send(message: Buffer): void;
  onMessage: (message: Buffer) => void;
  onFailure: (failure: RelayFailure) => void;
  close(): void;
};

type ChannelOptions = {
  timeoutMs: number;
  /** PEM of the one CA to trust instead of the system's. */
  ca?: string;
  /** Told how many ms each finished stage took. */
  onStage?: (stage: Stage, ms: number) => void;
};

function reasonOf(thrown: unknown): string {
  const code = (thrown as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown';
}

async function timed<T>(stage: Stage, options: ChannelOptions, work: () => Promise<T>): Promise<T> {
  const from = performance.now();
  try {
    const value = await work();
    options.onStage?.(stage, performance.now() - from);
    return value;
  } catch (thrown) {
    if (thrown instanceof RelayFailure) throw thrown;
    throw failure(stage, thrown);
  }
}

async function resolve(host: string, options: ChannelOptions): Promise<string> {
  if (isIP(host)) return host;
  return (await timed('dns', options, () => lookup(host))).address;
}

/** Opens the way that the URL names. Rejects with a RelayFailure. */
export async function openChannel(url: RelayUrl, options: ChannelOptions): Promise<Channel> {
  const address = await resolve(url.host, options);
  if (url.transport === 'udp') return openUdp(address, url.port);
  const socket = await timed('connect', options, () => openTcp(address, url.port, options.timeoutMs));
  if (url.transport === 'tcp') return overStream(socket);
  return overStream(await timed('tls', options, () => secure(socket, url.host, options)));
}

async function openUdp(address: string, port: number): Promise<Channel> {
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const channel: Channel = {
    reliable: false,
    send: (message) => socket.send(message),
    onMessage: () => {},
    onFailure: () => {},
    close: () => socket.close(),
  };
  // A connected UDP socket hears the ICMP "port unreachable" that an unconnected one never learns of.
  socket.connect(port, address);
  await once(socket, 'connect').catch((error) => {
    socket.close();
    throw failure('connect', error);
  });
  socket.on('message', (message) => channel.onMessage(message));
  socket.on('error', (error) => channel.onFailure(failure('allocate', error)));
  return channel;
}

/** Settles once: on the ready event, on an error, or when the time is up; what lost is taken down. */
function settled(socket: Socket, ready: string, stage: Stage, timeoutMs: number): Promise<void> {
  return new Promise((done, fail) => {
    const give = (why: RelayFailure) => {
      clearTimeout(timer);
      socket.destroy();
      fail(why);
    };
    const timer = setTimeout(() => give(new RelayFailure(stage, 'timeout')), timeoutMs);
    socket.once('error', (error) => give(failure(stage, error)));
    socket.once('close', () => give(new RelayFailure(stage, 'closed')));
    socket.once(ready, () => {
      clearTimeout(timer);
      socket.removeAllListeners('error').removeAllListeners('close');
      done();
    });
  });
}

async function openTcp(address: string, port: number, timeoutMs: number): Promise<Socket> {
  const socket = connect({ host: address, port, noDelay: true });
  await settled(socket, 'connect', 'connect', timeoutMs);
  return socket;
}

async function secure(socket: Socket, host: string, options: ChannelOptions): Promise<Socket> {
  // SNI carries names alone (RFC 6066 §3); for an address the certificate is still checked against it.
  const server = isIP(host) ? { host } : { host, servername: host };
  const over = connectTls({ socket, ...server, ...(options.ca === undefined ? {} : { ca: options.ca }) });
  await settled(over, 'secureConnect', 'tls', options.timeoutMs);
  return over;
}

function overStream(socket: Socket): Channel {
  let pending: Buffer = Buffer.alloc(0);
  const channel: Channel = {
    reliable: true,
    send: (message) => void socket.write(message),
    onMessage: () => {},
    onFailure: () => {},
    close: () => socket.destroy(),
  };
  socket.on('data', (bytes) => {
    const taken = takeMessages(Buffer.concat([pending, bytes]));
    if (taken === null) return channel.onFailure(new RelayFailure('allocate', 'not_stun'));
    pending = taken.rest;
    for (const message of taken.messages) channel.onMessage(message);
  });
  socket.on('error', (error) => channel.onFailure(failure('allocate', error)));
  socket.on('close', () => channel.onFailure(new RelayFailure('allocate', 'closed')));
  return channel;
}
