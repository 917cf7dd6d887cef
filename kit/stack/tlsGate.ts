/**
 * The strictest network that still has the web: TCP port 443, and only a flow that begins as TLS does.
 * coturn's TLS port takes plain TURN as well, and ICE prefers plain TCP to TLS, so without this gate a test
 * could not tell that TLS carries it.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Content type of a TLS handshake record, RFC 8446 §5.1. */
const TLS_HANDSHAKE = 0x16;

export type TlsGate = {
  /** Flows that were let through, and flows dropped for not being TLS. */
  counts: { passed: number; dropped: number };
  close(): Promise<void>;
};

/** Takes connections at 127.0.0.1:`port` and hands TLS on to 127.0.0.1:`target`. Rejects where the port
 * cannot be had.
 * @param tell hears of the counts at each flow: Playwright's workers are other processes than the gate's. */
export async function startTlsGate(
  port: number,
  target: number,
  tell: (counts: TlsGate['counts']) => void = () => {},
): Promise<TlsGate> {
  const sockets = new Set<Socket>();
  const counts = { passed: 0, dropped: 0 };
  const server = createServer((client) => {
    track(client, sockets);
    client.once('data', (first) => {
      const passes = first[0] === TLS_HANDSHAKE;
      counts[passes ? 'passed' : 'dropped'] += 1;
      tell(counts);
      if (!passes) return void client.destroy();
      splice(client, first, target, sockets);
    });
  });
  await listen(server, port);
  return { counts, close: () => shut(server, sockets) };
}

function track(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => sockets.delete(socket));
}

function splice(client: Socket, first: Buffer, target: number, sockets: Set<Socket>): void {
  client.pause();
  const upstream = connect({ host: '127.0.0.1', port: target, noDelay: true });
  client.setNoDelay(true);
  track(upstream, sockets);
  upstream.write(first);
  client.pipe(upstream);
  upstream.pipe(client);
  client.once('close', () => upstream.destroy());
  upstream.once('close', () => client.destroy());
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      fail(
        new Error(
          `The tests need TCP port ${port} on 127.0.0.1 for TURN over TLS (${error.code}). Free it, or run as root.`,
        ),
      );
    });
    server.listen(port, '127.0.0.1', done);
  });
}

function shut(server: Server, sockets: Set<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  return new Promise((done) => server.close(() => done()));
}
