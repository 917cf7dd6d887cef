import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { request as requestTls } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { certificatesFor } from '../../kit/process/certs';
import { freePort } from '../../kit/process/ports';
import { folderOfTest } from '../../kit/testFolder';
import { FRONT_HEADER } from '../../proxy/http/front';
import { type Front, type FrontOptions, startFront } from './front';
import { lanAddress } from './lan';

const SECRET = 'the-secret-of-this-run';
type Seen = { method: string; url: string; headers: IncomingHttpHeaders; body: string };
type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const seen: Seen[] = [];
const echo: Handler = (asked, response) => {
  const answer = (body: string) => {
    const { method = '', url = '', headers } = asked;
    seen.push({ method, url, headers, body });
    response.writeHead(200, { 'X-Of-App': 'yes' });
    response.end(`${method} ${url} ${body}`);
  };
  // One that was cut off gets no answer.
  text(asked).then(answer, () => {});
};
let handler = echo;
let app: Server;
const fronts: Front[] = [];

beforeAll(async () => {
  app = createServer((asked, response) => handler(asked, response));
  app.on('upgrade', (asked, socket) => {
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-Url: ${asked.url}\r\n\r\n`,
    );
    socket.pipe(socket);
  });
  app.listen(0, '127.0.0.1');
  await once(app, 'listening');
});
afterAll(() => {
  for (const front of fronts) front.close();
  app.closeAllConnections();
  app.close();
});
beforeEach(() => {
  seen.length = 0;
});
afterEach(() => {
  handler = echo;
});

async function open(options: Partial<FrontOptions> = {}): Promise<number> {
  const port = await freePort();
  const appPort = (app.address() as AddressInfo).port;
  const base = { host: '127.0.0.1', port, appPort, secret: SECRET, names: [], tls: null };
  fronts.push(await startFront({ ...base, ...options }));
  return port;
}

type Sent = {
  host?: string;
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
};
type Got = { status: number; headers: IncomingHttpHeaders; body: string };

function ask(port: number, { host = '127.0.0.1', body, ...sent }: Sent = {}, ca?: string): Promise<Got> {
  return new Promise((resolve, reject) => {
    const send = ca === undefined ? request : requestTls;
    const client = send({ host, port, agent: false, ...(ca && { ca }), ...sent }, (response) => {
      const { statusCode = 0, headers } = response;
      text(response).then((said) => resolve({ status: statusCode, headers, body: said }), reject);
    });
    client.on('error', reject).end(body);
  });
}

const wordOf = ({ headers }: Seen) => String(headers[FRONT_HEADER.toLowerCase()]);

describe('what is handed on', () => {
  it('is the request as it came, and the answer as it came', async () => {
    const port = await open();
    const got = await ask(port, {
      method: 'POST',
      path: '/v1/x?y=%20z',
      headers: { 'X-Own': 'a' },
      body: 'text',
    });
    expect(got).toMatchObject({
      status: 200,
      body: 'POST /v1/x?y=%20z text',
      headers: { 'x-of-app': 'yes' },
    });
    expect(seen[0]?.headers).toMatchObject({ 'x-own': 'a', host: `127.0.0.1:${port}` });
  });

  it('reaches both addresses of localhost', async () => {
    const port = await open();
    const isIpv6 = Object.values(networkInterfaces())
      .flat()
      .some((each) => each?.address === '::1');
    for (const host of isIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
      expect((await ask(port, { host, headers: { Host: `localhost:${port}` } })).status).toBe(200);
      expect(seen.at(-1)?.headers['cf-connecting-ip']).toBe(host);
      expect(wordOf(seen.at(-1)!)).toBe(`${SECRET} http here`);
    }
  });

  it('holds nothing that only the edge, wrangler or another proxy may say', async () => {
    const port = await open();
    const claims = {
      'MF-Original-URL': 'http://localhost/',
      'mf-cf-blob': '{}',
      'CF-Connecting-IP': '203.0.113.9',
      'Cf-Access-Jwt-Assertion': 'x',
      'X-Forwarded-For': '127.0.0.1',
      'X-Forwarded-Proto': 'https',
      Forwarded: 'for=127.0.0.1',
      'X-Real-IP': '::1',
      'True-Client-IP': '::1',
    };
    await ask(port, { headers: { ...claims, [FRONT_HEADER]: `${SECRET} https here` } });
    const { headers } = seen[0]!;
    expect(headers['cf-connecting-ip']).toBe('127.0.0.1');
    for (const name of Object.keys(claims))
      if (name !== 'CF-Connecting-IP') expect(headers).not.toHaveProperty(name.toLowerCase());
    // A tunnel's visitors are not at this machine, although its program is.
    expect(wordOf(seen[0]!)).toBe(`${SECRET} http elsewhere`);
  });

  it.each(Object.entries({ 'X-Forwarded-For': '1.2.3.4', 'CF-Ray': 'x', Forwarded: 'x', 'X-Real-IP': 'x' }))(
    '%s alone already means: from elsewhere',
    async (name, value) => {
      const port = await open();
      await ask(port, { headers: { [name]: value, Host: 'localhost' } });
      expect(wordOf(seen[0]!)).toBe(`${SECRET} http elsewhere`);
    },
  );

  it('from another address of the network is from elsewhere, whatever the Host', async () => {
    const address = lanAddress(networkInterfaces())?.address;
    if (address === undefined) throw new Error('This test needs a network address.');
    const port = await open({ host: address });
    for (const Host of [`${address}:${port}`, 'localhost', '127.0.0.1', '[::1]', 'app.localhost']) {
      expect((await ask(port, { host: address, headers: { Host } })).status).toBe(200);
      expect(wordOf(seen.at(-1)!), Host).toBe(`${SECRET} http elsewhere`);
      expect(seen.at(-1)?.headers['cf-connecting-ip']).toBe(address);
    }
  });

  it('under a listed name is from elsewhere, even at loopback', async () => {
    const port = await open({ names: ['sightline.example'] });
    expect((await ask(port, { headers: { Host: 'Sightline.example:1' } })).status).toBe(200);
    expect(wordOf(seen[0]!)).toBe(`${SECRET} http elsewhere`);
  });
});

describe('what is not', () => {
  it.each(['evil.example', 'localhost.evil.example', 'x@localhost', 'machine.local'])(
    'Host %j is misdirected, page and API alike',
    async (Host) => {
      const port = await open();
      for (const path of ['/', '/v1/config']) {
        const { status, body } = await ask(port, { path, headers: { Host } });
        expect([status, JSON.parse(body)]).toEqual([
          421,
          { error: { code: 'host_refused', message: expect.any(String) } },
        ]);
      }
      expect(seen).toEqual([]);
    },
  );

  it.each([
    '/cdn-cgi/explorer',
    '/cdn-cgi',
    '/CDN-CGI/x',
    '/%63dn-cgi/explorer',
    '//cdn-cgi/explorer',
    '/x/../cdn-cgi/explorer',
    '/x/%2e%2e/cdn-cgi/explorer',
    '/./cdn-cgi/mf/reload',
    '/\\cdn-cgi/x',
  ])('%s is not found', async (path) => {
    const port = await open();
    const { status, body } = await ask(port, { path });
    expect([status, JSON.parse(body)]).toMatchObject([404, { error: { code: 'not_found' } }]);
    expect(seen).toEqual([]);
  });

  it.each(['http://localhost/v1/config', 'http://evil.example/', '*', 'evil.example:80'])(
    'the target %s is no path',
    async (path) => {
      const port = await open();
      expect(await ask(port, { path, method: 'OPTIONS' })).toMatchObject({ status: 400 });
      expect(seen).toEqual([]);
    },
  );

  it('paths that only look like it are handed on', async () => {
    const port = await open();
    for (const path of ['/cdn-cgix', '/x/cdn-cgi/y', '/v1/config?/cdn-cgi/', '/%ff'])
      expect((await ask(port, { path })).status, path).toBe(200);
  });
});

it('no connection to the app carries two requests, so what one leaves unread can be no other’s', async () => {
  const ports = new Set<number | undefined>();
  handler = (asked, response) => {
    ports.add(asked.socket.remotePort);
    response.end('early');
  };
  const port = await open();
  for (let round = 0; round < 3; round += 1)
    expect((await ask(port, { method: 'POST', body: 'GET /v1/config HTTP/1.1' })).body).toBe('early');
  expect(ports.size).toBe(3);
});

/** By a connection of its own. */
const at = (port: number) => ({ port, host: '127.0.0.1', agent: false });

describe('people who leave, and an app that does', () => {
  it('who hangs up takes the question along', async () => {
    const left: string[] = [];
    handler = (asked, response) => response.once('close', () => left.push(asked.url ?? ''));
    const port = await open();
    const client = request({ ...at(port), path: '/slow' });
    client.on('error', () => {}).end();
    await new Promise((done) => setTimeout(done, 200));
    client.destroy();
    await vi.waitFor(() => expect(left).toEqual(['/slow']));
    handler = echo;
    expect((await ask(port)).status).toBe(200);
  });

  it('an upload that stops half-way, an answer that nobody reads on: the front goes on', async () => {
    const port = await open();
    const upload = request({ ...at(port), method: 'POST', headers: { 'Content-Length': '9999' } });
    upload.on('error', () => {}).write('some');
    await new Promise((done) => setTimeout(done, 100));
    upload.destroy();
    handler = (_, response) => void response.write('x'.repeat(100_000));
    await new Promise<void>((done) => {
      const reader = request(at(port), (response) => {
        response.once('data', () => {
          reader.destroy();
          done();
        });
      });
      reader.on('error', () => {}).end();
    });
    handler = echo;
    expect((await ask(port)).status).toBe(200);
  });

  it('garbage is a 400, and an answer is streamed before it is whole', async () => {
    const port = await open();
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {}).resume();
    socket.write('\x16\x03\x01nonsense\r\n\r\n');
    await once(socket, 'close');
    let finish = () => {};
    handler = (_, response) => {
      response.write('first');
      finish = () => void response.end('last');
    };
    const said = await new Promise<string>((done) => {
      request(at(port), (response) => {
        let all = '';
        response.on('data', (chunk) => {
          all += chunk;
          finish();
        });
        response.on('end', () => done(all));
      }).end();
    });
    expect(said).toBe('firstlast');
  });

  it('an app that refuses a body unread is heard', async () => {
    handler = (asked, response) => {
      asked.resume();
      response.writeHead(413);
      response.end('too large');
    };
    const port = await open();
    const got = await ask(port, { method: 'POST', body: 'x'.repeat(3_000_000) });
    expect([got.status, got.body]).toEqual([413, 'too large']);
  });

  it('no app is a coded 503; one that dies in the middle ends its answer', async () => {
    const port = await open({ appPort: await freePort() });
    const { status, body } = await ask(port, { method: 'POST', body: 'x' });
    expect([status, JSON.parse(body)]).toMatchObject([503, { error: { code: 'proxy_failed' } }]);
    handler = (asked, response) => {
      response.write('half');
      setTimeout(() => asked.socket.destroy(), 50);
    };
    await expect(ask(await open())).rejects.toThrow(/aborted|hang up|terminated|reset/i);
  });
});

describe('over TLS', () => {
  it('says that it is https', async () => {
    const dir = folderOfTest('front');
    const { files, caCert } = await certificatesFor(['localhost', '127.0.0.1'], dir, 'local');
    const port = await open({ tls: files });
    expect((await ask(port, { path: '/v1/config' }, caCert)).status).toBe(200);
    expect(wordOf(seen[0]!)).toBe(`${SECRET} https here`);
  });
});

describe('WebSockets', () => {
  const upgrade = (port: number, path: string, host = 'localhost') =>
    new Promise<string>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      let all = '';
      socket.on('data', (chunk) => {
        all += chunk;
        if (all.includes('\r\n\r\n') && all.startsWith('HTTP/1.1 101') && !all.endsWith('ping'))
          socket.write('ping');
        if (all.endsWith('ping')) socket.destroy();
      });
      socket.on('error', () => {});
      socket.on('close', () => resolve(all));
      socket.write(
        `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
    });

  it('pass, as Vite’s must', async () => {
    const said = await upgrade(await open(), '/?token=x');
    expect(said).toMatch(/^HTTP\/1\.1 101 .*X-Url: \/\?token=x\r\n.*ping$/s);
  });

  it('pass the same checks', async () => {
    const port = await open();
    expect(await upgrade(port, '/', 'evil.example')).toMatch(/^HTTP\/1\.1 421 /);
    expect(await upgrade(port, '/cdn-cgi/live-reload')).toMatch(/^HTTP\/1\.1 404 /);
  });
});
