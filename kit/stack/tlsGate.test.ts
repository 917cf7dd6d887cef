import { connect, createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { freePort } from '../process/ports';
import { startTlsGate, type TlsGate } from './tlsGate';

const open: { gate?: TlsGate; target?: Server } = {};
afterEach(async () => {
  await open.gate?.close();
  open.target?.close();
});

async function gateBefore(answer: string): Promise<number> {
  const target = createServer((socket) =>
    socket.on('error', () => undefined).once('data', () => socket.end(answer)),
  );
  open.target = target;
  const [port, targetPort] = [await freePort(), await freePort()];
  await new Promise<void>((done) => target.listen(targetPort, '127.0.0.1', done));
  open.gate = await startTlsGate(port, targetPort);
  return port;
}

/** What comes back before the other side closes. */
function talk(port: number, first: number[]): Promise<string> {
  return new Promise((done) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Uint8Array.from(first)));
    socket.on('data', (data) => {
      heard += data.toString();
    });
    socket.on('error', () => undefined);
    socket.once('close', () => done(heard));
  });
}

it('lets a flow pass that begins with a TLS handshake', async () => {
  const port = await gateBefore('through');
  expect(await talk(port, [0x16, 3, 1])).toBe('through');
  expect(open.gate?.counts).toEqual({ passed: 1, dropped: 0 });
});

it('drops plain TURN, which begins with a STUN allocate request', async () => {
  const port = await gateBefore('through');
  expect(await talk(port, [0x00, 0x03, 0, 8])).toBe('');
  expect(open.gate?.counts).toEqual({ passed: 0, dropped: 1 });
});

it('says which port it could not have', async () => {
  const port = await gateBefore('');
  await expect(startTlsGate(port, 1)).rejects.toThrow(`port ${port}`);
});
