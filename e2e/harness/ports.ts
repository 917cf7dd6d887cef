import { createServer } from 'node:net';

/** A TCP port of loopback that was free just now, from the system's ephemeral range (none of which a browser refuses). */
export function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
