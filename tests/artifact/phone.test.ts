/**
 * `npm run phone` seen from another host of the LAN: a namespace where this is root on Linux, elsewhere this
 * machine's own LAN address, which is no loopback either. The keys are paid ones as far as the start can
 * tell; stand-ins answer for their vendors.
 */
import { execFile, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lanAddress } from '../../dev/start/lan';
import { openStranger, type Stranger } from '../../kit/net/stranger';
import { childrenOf } from '../../kit/process/usage';
import { type Clone, cloneTree } from '../../kit/stack/clone';
import { ownPorts, type Started, startInClone } from '../../kit/stack/start';
import { startTwilio, type TwilioStandin } from '../../kit/standins/twilio';
import { startUpstream, type Upstream } from '../../kit/standins/upstream';
import { codeOf, offerInit, TWILIO_ENV } from '../../proxy/testing';

type Ask = { path: string; method?: string; headers?: Record<string, string>; body?: string };
type Got = { status: number; body: string; cookie: string };

const TURN = '/v1/webrtc-turn-config/twilio';
const OFFER = offerInit();
const offer: Ask = { path: '/v1/webrtc-offer', method: 'POST', body: OFFER.body as string };

let stranger: Stranger;
let twilio: TwilioStandin;
let roboflow: Upstream;
const started: { clone: Clone; app: Started }[] = [];
let paid: Started;
let port: string;

/**
 * Sends each in turn from the stranger's host, with any Host and any header. `at`: another port than the
 * app's.
 */
async function ask(url: string, asks: Ask[]): Promise<Got[]> {
  const program = `
    import { request as http } from 'node:http';
    import { request as https } from 'node:https';
    import { text } from 'node:stream/consumers';
    const url = new URL(${JSON.stringify(url)});
    const send = url.protocol === 'https:' ? https : http;
    const one = ({ path, method = 'GET', headers = {}, body }) => new Promise((done) => {
      const options = { host: url.hostname, port: url.port, path, method, headers, agent: false, rejectUnauthorized: false };
      const client = send(options, (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => done({
          status: answer.statusCode,
          body: Buffer.concat(chunks).toString(),
          cookie: (answer.headers['set-cookie']?.[0] ?? '').split(';')[0],
        }));
      });
      client.setTimeout(20_000, () => client.destroy());
      client.on('error', (error) => done({ status: 0, body: String(error), cookie: '' }));
      client.end(body);
    });
    const all = [];
    for (const each of JSON.parse(await text(process.stdin))) all.push(await one(each));
    console.log(JSON.stringify(all));`;
  return JSON.parse(await stranger.node(program, JSON.stringify(asks))) as Got[];
}

async function openAny(): Promise<Stranger> {
  if (process.platform === 'linux' && process.getuid?.() === 0) return openStranger();
  const address = lanAddress(networkInterfaces())?.address;
  if (address === undefined) throw new Error('This machine is on no network, so nobody else can be.');
  const node = async (program: string, input: string) =>
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8', input });
  return { address, node, leave: async () => {} };
}

async function startPhone(settings: Record<string, string>): Promise<Started> {
  const clone = cloneTree({ page: true });
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}\n`);
  writeFileSync(join(clone.root, '.dev.vars'), lines.join(''));
  const app = await startInClone(clone.root, ['run', 'phone', '--', '--host', stranger.address], {
    ...(await ownPorts()),
  });
  started.push({ clone, app });
  return app;
}

beforeAll(async () => {
  stranger = await openAny();
  const place = { host: 'localhost', ports: { udp: 3478, tcp: 3478, tls: 443 } };
  const authToken = randomBytes(16).toString('hex');
  const accountSid = TWILIO_ENV.TWILIO_ACCOUNT_SID;
  twilio = await startTwilio({ accountSid, authToken, coturnSecret: 'x', relay: place });
  roboflow = await startUpstream();
  roboflow.answer({ status: 200, body: { sdp: 'v=0\r\n', type: 'answer', context: null } });
  paid = await startPhone({
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: authToken,
    TWILIO_API_URL: twilio.url,
    ROBOFLOW_API_KEY: 'a-key',
    ROBOFLOW_SERVER_URL: roboflow.url,
    ROBOFLOW_WORKSPACE: 'a-workspace',
    FAST_WORKFLOW_ID: 'fast',
    VISITOR_LIMITS: '5,5,60,5',
  });
  port = new URL(paid.url).port;
}, 300_000);
afterAll(async () => {
  for (const { app, clone } of started) {
    await app.stop();
    clone.remove();
  }
  await twilio?.close();
  await roboflow?.close();
  await stranger?.leave();
}, 60_000);

/**
 * What a request may say of where it comes from and whom it asks, each of which opened the door once, or may
 * open it one day.
 */
function claims(): Record<string, string>[] {
  return [
    {},
    { Host: 'localhost' },
    { Host: `localhost:${port}` },
    { Host: `127.0.0.1:${port}` },
    { Host: '[::1]' },
    { Host: 'app.localhost' },
    { Host: 'LOCALHOST.' },
    { Host: 'evil.example' },
    { 'MF-Original-URL': `http://localhost${TURN}` },
    { 'MF-Original-URL': `http://localhost${TURN}`, Host: 'localhost' },
    { 'mf-original-url': `https://127.0.0.1:${port}${TURN}`, 'CF-Connecting-IP': '127.0.0.1' },
    { 'CF-Connecting-IP': '127.0.0.1', Host: 'localhost' },
    { 'MF-CF-Blob': JSON.stringify({ clientIp: '127.0.0.1:1' }), Host: 'localhost' },
    { 'MF-Route-Override': 'x' },
    { 'X-Forwarded-For': '127.0.0.1', 'X-Forwarded-Host': 'localhost', 'X-Forwarded-Proto': 'http' },
    { Forwarded: 'for=127.0.0.1;host=localhost;proto=http' },
    { 'X-Real-IP': '127.0.0.1', 'True-Client-IP': '::1' },
    { 'X-Sightline-Front': 'guess http here', Host: 'localhost' },
    { Cookie: '__Host-sightline=made.up' },
  ];
}

describe('where the keys are paid', () => {
  it('nobody without the code gets a credential or a session, whatever the request says', async () => {
    const asks = claims().flatMap((headers) => [
      { path: TURN, headers },
      { ...offer, headers: { 'Content-Type': 'application/json', ...headers } },
    ]);
    const got = await ask(paid.url, asks);
    for (const [index, { status, body }] of got.entries()) {
      expect([401, 421, 403, 404], JSON.stringify([asks[index], status, body])).toContain(status);
      expect(codeOf(JSON.parse(body)), JSON.stringify(asks[index])).toEqual(expect.any(String));
    }
    expect([twilio.requests.length, roboflow.requests.length]).toEqual([0, 0]);
  });

  it('who has it comes in, and made-up addresses are no new budgets', async () => {
    const code = /Access code\s+(\S+)/.exec(paid.output())?.[1] ?? '';
    expect(code).toMatch(/^.{8,}$/);
    const [entered] = await ask(paid.url, [
      { path: '/v1/session', method: 'POST', body: JSON.stringify({ code }) },
    ]);
    expect(entered).toMatchObject({ status: 200 });
    const photo = { path: '/v1/infer', method: 'POST', body: 'x'.repeat(5_000_000) };
    const [refused] = await ask(paid.url, [{ ...photo, headers: { Cookie: entered!.cookie } }]);
    expect([refused?.status, codeOf(JSON.parse(refused?.body ?? '{}'))]).toEqual([413, 'payload_too_large']);
    const asks = Array.from({ length: 300 }, (_, index) => ({
      path: TURN,
      headers: {
        Cookie: entered!.cookie,
        'CF-Connecting-IP': `203.0.113.${index % 250}`,
        'X-Forwarded-For': `198.51.100.${index % 250}`,
      },
    }));
    const got = await ask(paid.url, asks);
    expect(got.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(twilio.requests).toHaveLength(5);
  });

  it('wrangler’s own pages are gone: no explorer, no handler', async () => {
    const paths = [
      '/cdn-cgi/explorer',
      '/cdn-cgi/explorer/',
      '/cdn-cgi/explorer/api/d1/database',
      '/%63dn-cgi/explorer',
      '//cdn-cgi/explorer',
      '/x/../cdn-cgi/explorer',
      '/./cdn-cgi/explorer/api/d1/database',
      '/x/%2e%2e/cdn-cgi/explorer',
      '\\cdn-cgi\\explorer',
      '/cdn-cgi/mf/scheduled',
      '/cdn-cgi/handler/scheduled',
      '/cdn-cgi/platform-proxy',
      '/cdn-cgi/live-reload',
    ];
    const hosts: Record<string, string>[] = [{}, { Host: 'localhost' }, { Host: `127.0.0.1:${port}` }];
    for (const headers of hosts) {
      const got = await ask(
        paid.url,
        paths.map((path) => ({ path, headers })),
      );
      for (const [index, { status, body }] of got.entries()) {
        expect([400, 404, 421], `${paths[index]} ${status}`).toContain(status);
        expect(body, paths[index]).not.toMatch(/explorer|spent/i);
      }
    }
  });

  it('behind the front workerd answers nobody else, not even a program of this machine', async () => {
    const ports = loopbackPortsOf(paid.pid ?? 0);
    expect(ports.length).toBeGreaterThan(0);
    const asks = ports.flatMap((each) =>
      ['localhost', `localhost:${port}`, 'evil.example'].flatMap((host) =>
        [TURN, '/v1/config', '/cdn-cgi/explorer/api/d1/database'].map((path) => ({ each, host, path })),
      ),
    );
    const bodies = asks.map(({ each, host, path }) =>
      askLocally(`http://127.0.0.1:${each}${path}`, host, path),
    );
    for (const [index, body] of (await Promise.all(bodies)).entries())
      expect(body, JSON.stringify(asks[index])).not.toMatch(/iceServers|"enhanced"|database_id|"uuid"/);
    expect((await Promise.all(bodies)).join()).toContain('host_refused');
    expect(twilio.requests).toHaveLength(5);
  });

  it('a foreign name is misdirected, this machine’s address is not', async () => {
    const names = [
      'evil.example',
      `evil.example:${port}`,
      'localhost.evil.example',
      '1.2.3.4.evil.example',
      'x@localhost',
    ];
    const got = await ask(
      paid.url,
      ['/', '/v1/config'].flatMap((path) => names.map((Host) => ({ path, headers: { Host } }))),
    );
    for (const { status, body } of got) {
      expect(status).toBe(421);
      expect(codeOf(JSON.parse(body))).toBe('host_refused');
    }
    const [page, config] = await ask(paid.url, [{ path: '/' }, { path: '/v1/config' }]);
    expect(page?.body).toContain('<title>Sightline');
    expect(JSON.parse(config?.body ?? '')).toMatchObject({ access: 'code' });
  });
});

it('without paid keys no code is asked for', async () => {
  const own = await startPhone({});
  expect(own.output()).not.toMatch(/Access code/);
  const [config, turn] = await ask(own.url, [
    { path: '/v1/config' },
    { path: '/v1/webrtc-turn-config/coturn' },
  ]);
  expect(JSON.parse(config?.body ?? '')).toMatchObject({ access: 'none' });
  expect(turn).toMatchObject({ status: 200 });
  const worker = /worker on (\S+) …/.exec(own.output())?.[1] ?? '';
  const asks = [{ headers: { Host: 'evil.example' } }, { headers: { Host: 'localhost' } }, {}];
  const got = await ask(
    `http://${worker}`,
    asks.map((each) => ({ path: '/readiness', ...each })),
  );
  expect(got.map(({ status }) => status)).toEqual([421, 200, 200]);
}, 200_000);

/** TCP ports on which a process and what it started listen on loopback. */
function loopbackPortsOf(pid: number): number[] {
  const family = new Set(descendants(pid));
  return quietly('ss', ['-Hltnp'])
    .split('\n')
    .filter((line) => [...line.matchAll(/pid=(\d+)/g)].some(([, each]) => family.has(Number(each))))
    .flatMap((line) => /\s127\.0\.0\.1:(\d+)\s/.exec(line)?.[1] ?? [])
    .map(Number);
}

function descendants(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(descendants)];
}

/** With what opened wrangler. @returns the body; what is no HTTP server at all says nothing. */
async function askLocally(url: string, host: string, path: string): Promise<string> {
  const claims = ['-H', `Host: ${host}`, '-H', `MF-Original-URL: http://localhost${path}`];
  const args = ['-s', '-m', '5', ...claims, url];
  return promisify(execFile)('curl', args).then(
    ({ stdout }) => stdout,
    () => '',
  );
}

function quietly(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
