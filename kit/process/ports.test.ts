import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { beforeEach, describe, expect, it, vi } from 'vitest';

type Ports = typeof import('./ports');

/** The module anew: to the system it is as strange as another process'. */
async function another(): Promise<Ports> {
  vi.resetModules();
  return import('./ports');
}
beforeEach(() => void vi.resetModules());

const many = (count: number, { freePort }: Ports) =>
  Promise.all(Array.from({ length: count }, () => freePort()));

async function holdTcp(port: number, host: string): Promise<Server> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return server;
}

async function holdUdp(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(port, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}

describe('free ports', () => {
  it('are never given twice, by however many at once', async () => {
    const all = [await another(), await another(), await another(), await another()];
    const ports = (await Promise.all(all.map((each) => many(40, each)))).flat();
    expect(new Set(ports).size).toBe(160);
    for (const port of ports) expect(port).toBeGreaterThan(24_000);
    expect(Math.max(...ports)).toBeLessThan(32_000);
  });

  it('go on in another block where one is used up', async () => {
    const ports = await many(120, await another());
    expect(new Set(ports).size).toBe(120);
  });

  it.each([
    ['TCP on loopback', (port: number) => holdTcp(port, '127.0.0.1')],
    ['TCP on every address', (port: number) => holdTcp(port, '0.0.0.0')],
    ['UDP', holdUdp],
  ])('pass over one that is held in %s', async (_, hold) => {
    const own = await another();
    const [before = 0] = await many(1, own);
    const held = await hold(before + 1);
    expect(await own.freePort()).toBe(before + 2);
    await new Promise<void>((done) => held.close(() => done()));
  });

  it('can be listened on', async () => {
    const server = await holdTcp(await (await another()).freePort(), '127.0.0.1');
    await new Promise((done) => server.close(done));
  });
});
