/**
 * `npm run dev` through the front: what its page needs of Vite gets there, and nobody gets there by another
 * name.
 */
import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Clone, cloneTree } from '../../kit/stack/clone';
import { type Started, startInClone } from '../../kit/stack/start';

let clone: Clone;
let app: Started;

beforeAll(async () => {
  clone = cloneTree();
  app = await startInClone(clone.root, ['run', 'dev']);
}, 200_000);
afterAll(async () => {
  await app?.stop();
  clone?.remove();
}, 30_000);

/** RFC 6455 §4.1. @returns the status, and what the server says first. */
function openSocket(path: string, Host: string): Promise<[status: number, first: string]> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...{ Host, Origin: app.url, Connection: 'Upgrade', Upgrade: 'websocket' },
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'MDEyMzQ1Njc4OWFiY2RlZg==',
      'Sec-WebSocket-Protocol': 'vite-hmr',
    };
    const client = request(app.url + path, { headers, agent: false });
    client.on('response', ({ statusCode }) => resolve([statusCode ?? 0, '']));
    client.on('upgrade', ({ statusCode }: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.unshift(head);
      socket.once('data', (data: Buffer) => {
        resolve([statusCode ?? 0, data.toString()]);
        socket.destroy();
      });
    });
    client.on('error', reject).end();
  });
}

it('hot reload’s WebSocket connects', async () => {
  const client = await (await fetch(`${app.url}/@vite/client`)).text();
  const path = `/?token=${/wsToken = "([^"]+)"/.exec(client)?.[1]}`;
  const { host, port } = new URL(app.url);
  for (const Host of [host, `127.0.0.1:${port}`]) {
    const [status, first] = await openSocket(path, Host);
    expect([status, first]).toEqual([101, expect.stringContaining('"type":"connected"')]);
  }
  expect(await openSocket(path, 'evil.example')).toEqual([421, '']);
});

it('page and API are there, in one place', async () => {
  expect(await (await fetch(app.url)).text()).toContain('<title>Sightline');
  for (const path of ['/v1/config', '/v1/webrtc-turn-config/coturn', '/web/main.tsx'])
    expect((await fetch(app.url + path)).status, path).toBe(200);
});
