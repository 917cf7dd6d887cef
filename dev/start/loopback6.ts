/**
 * workerd listens at one address, and "localhost" is two: a browser that tries ::1 first would find nothing there, or
 * worse, somebody else. So ::1 is ours too, and hands each connection on to 127.0.0.1.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

function handOn(from: Socket, port: number): void {
  const to = connect({ host: '127.0.0.1', port });
  const both = [from, to];
  for (const end of both) end.on('error', () => both.forEach((each) => void each.destroy()));
  from.pipe(to).pipe(from);
}

/** Null on a machine without IPv6. */
export async function mirrorOnIpv6(port: number): Promise<Server | null> {
  const server = createServer((socket) => handOn(socket, port));
  server.listen({ host: '::1', port });
  return once(server, 'listening').then(
    () => server,
    () => null,
  );
}
