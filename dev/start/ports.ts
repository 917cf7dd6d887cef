/** Ports, asked before anything is started: a taken one becomes a sentence instead of a stack trace. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { ownerOfPort } from './portOwner';

export type PortKind = 'tcp' | 'udp';

/** The system's code for why the port cannot be had ('EADDRINUSE', 'EACCES', …), or null where it can. */
export function tryPort(address: string, port: number, kind: PortKind): Promise<string | null> {
  return kind === 'tcp' ? tryTcp(address, port) : tryUdp(address, port);
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown';
}

function tryTcp(address: string, port: number): Promise<string | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(codeOf(error)));
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => done(null)));
  });
}

function tryUdp(address: string, port: number): Promise<string | null> {
  return new Promise((done) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => {
      socket.close();
      done(codeOf(error));
    });
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => done(null)));
  });
}

/** One sentence that names the port, who holds it where that can be told, and the remedy; null where the port is free. */
export async function claimPort(address: string, port: number, kind: PortKind): Promise<string | null> {
  const code = await tryPort(address, port, kind);
  const name = `port ${port}/${kind} on ${address}`;
  if (code === null) return null;
  if (code === 'EADDRINUSE') {
    const owner = ownerOfPort(port, kind);
    return `${name} is taken${owner === null ? '' : ` by ${owner}`}; stop that program and try again.`;
  }
  if (code === 'EACCES') return `${name} needs more rights than this user has; use a port above 1023.`;
  if (code === 'EADDRNOTAVAIL') return `${address} is not an address of this machine; name one that is.`;
  return `${name} cannot be opened (${code}); try another port.`;
}
