/** `npm run doctor` as a process, against the built worker in workerd and a real coturn, each broken for real. */
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Response } from 'miniflare';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pageHeaders, readRoot } from '../../dev/doctor/front';
import { type Certificates, certificatesFor } from '../../kit/process/certs';
import { plainEnv } from '../../kit/process/child';
import { type Coturn, startCoturn } from '../../kit/process/coturn';
import { ROOT } from '../../kit/process/paths';
import { freePort } from '../../kit/process/ports';
import { type Artifact, type BootOptions, bootArtifact } from '../../kit/stack/artifact';
import { listen, shut, startUpstream, type Upstream } from '../../kit/standins/upstream';
import { folderOfFile } from '../../kit/testFolder';

// Processes, on machines that may be busy: a test that hangs is to fail, not one that waits its turn.
vi.setConfig({ testTimeout: 120_000 });

const CANARY = 'c4n4ry';
const CODE = `${CANARY}-code`;
const DAY_MS = 86_400_000;
const dir = folderOfFile('doctor');

type Checked = { check: string; what: string | null; state: string; says: string; remedy: string | null };
type Report = { exit: number; checks: (Checked & { facts: Record<string, unknown> })[] };

let good: Certificates;
let expired: Certificates;
let elsewhere: Certificates;
let coturn: Coturn;
let worker: Upstream;
let ports: { plain: number; tls: number };
const running: Artifact[] = [];

const leaf = (hosts: string[], name: string, atMs?: number) =>
  certificatesFor(hosts, join(dir, 'certs'), name, atMs);

async function relayWith({ files }: Certificates, { plain, tls } = ports): Promise<Coturn> {
  const own = { listenIp: '127.0.0.1', relayIp: '127.0.0.1', port: plain, tlsPort: tls, allowPeers: [] };
  return startCoturn({ ...own, cert: files.cert, key: files.key, dir: join(dir, `coturn-${plain}`) });
}

beforeAll(async () => {
  good = await leaf(['localhost', '127.0.0.1'], 'good');
  expired = await leaf(['localhost', '127.0.0.1'], 'expired', Date.now() - 366 * DAY_MS);
  elsewhere = await leaf(['other.example'], 'elsewhere');
  ports = { plain: await freePort(), tls: await freePort() };
  coturn = await relayWith(good);
  worker = await startUpstream();
  worker.answer({ status: 200, body: { outputs: [{ predictions: [] }] } });
});
afterAll(async () => {
  await Promise.all(running.map((artifact) => artifact.stop()));
  await coturn?.close();
  await worker?.close();
});

const html = '<!doctype html><meta name="generator" content="Sightline VERSION" />';
const { version } = JSON.parse(readRoot('package.json')) as { version: string };
const page = (lacking = '', text = html.replace('VERSION', version)) =>
  new Response(text, {
    headers: [
      ['Content-Type', 'text/html'],
      ...pageHeaders(readRoot('public/_headers')).filter(([name]) => name !== lacking),
    ],
  });

const relayEnv = (secret: string, at = ports, names = 'localhost') => ({
  COTURN_URLS: `turn:127.0.0.1:${at.plain}?transport=udp,turn:127.0.0.1:${at.plain}?transport=tcp,turns:${names}:${at.tls}?transport=tcp`,
  COTURN_SECRET: secret,
});

async function deployed(env: Record<string, string>, options: BootOptions = {}): Promise<Artifact> {
  const settings = {
    ACCESS_CODE: CODE,
    SESSION_SECRET: `${CANARY}${'s'.repeat(32)}`,
    ROBOFLOW_SERVER_URL: worker.url,
    ROBOFLOW_API_KEY: `${CANARY}-key`,
    FAST_WORKFLOW_ID: 'fast-1',
    DEFAULT_STUN_URLS: `stun:127.0.0.1:${ports.plain}`,
    WORKER_STUN_URLS: '',
    ...relayEnv(coturn.secret),
    ...env,
  };
  const artifact = await bootArtifact(settings, { tls: good, page, ...options });
  running.push(artifact);
  return artifact;
}

/** @param trusted PEM file of the CA that this machine trusts besides its own. */
function doctor(args: string[], trusted = good.files.caCert): Promise<{ exit: number; said: string }> {
  const env = { ...plainEnv(), NODE_EXTRA_CA_CERTS: trusted };
  return new Promise((done) => {
    const all = ['--import', 'tsx', join(ROOT, 'dev', 'doctor.ts'), ...args];
    execFile(process.execPath, all, { cwd: ROOT, env, timeout: 60_000 }, (error, stdout, stderr) =>
      done({ exit: error ? Number(error.code) : 0, said: `${stdout}${stderr}` }),
    );
  });
}

async function examined(artifact: { url: string }, ...args: string[]) {
  const url = artifact.url.replace('127.0.0.1', 'localhost');
  const { exit, said } = await doctor(['--url', url, '--code', CODE, '--json', ...args]);
  const report = JSON.parse(said) as Report;
  expect(report.exit, said).toBe(exit);
  expect(said).not.toContain(CANARY);
  const find = (check: string, what = '') =>
    report.checks.find((one) => one.check === check && (one.what ?? '').includes(what));
  return { exit, report, find, failed: report.checks.filter(({ state }) => state === 'fail') };
}

describe('a deployment that works', () => {
  let artifact: Artifact;
  beforeAll(async () => {
    artifact = await deployed({}, { databaseFolder: mkdtempSync(join(dir, 'd1-')) });
  });

  it('each check says so, a real allocation over UDP, TCP and TLS among them', async () => {
    const { exit, find, failed, report } = await examined(artifact, '--worker');
    expect(failed).toEqual([]);
    // A relay of this machine has no TLS on 443, which is said, and is no failure.
    expect([exit, find('tls443')?.state]).toEqual([3, 'note']);
    for (const transport of ['udp', 'tcp', 'tls'])
      expect(report.checks.find(({ facts }) => facts.transport === transport)).toMatchObject({ state: 'ok' });
    expect(find('certificate', artifact.url.split(':').at(-1))?.facts).toMatchObject({
      daysLeft: expect.toSatisfy((days) => days > 360),
    });
    expect(find('certificate', String(ports.tls))?.state).toBe('ok');
    for (const check of ['page', 'version', 'proxy', 'settings', 'access', 'stun', 'provider', 'worker'])
      expect(find(check), check).toMatchObject({ state: 'ok' });
    expect(find('budget')).toMatchObject({ state: 'told', facts: { credentials: expect.any(Number) } });
    expect(Number(find('budget')?.facts.credentials)).toBeLessThan(40);
    expect(find('clock')).toMatchObject({ state: 'told', facts: { skewS: expect.any(Number) } });
  });

  it('takes no photo unless it is asked to, and tells each check as a line', async () => {
    const asked = worker.requests.length;
    const url = artifact.url.replace('127.0.0.1', 'localhost');
    const { exit, said } = await doctor(['--url', `${url}/check?x=1#y`, '--code', CODE]);
    expect(
      worker.requests
        .slice(asked)
        .filter(({ method }) => method === 'POST')
        .map(({ path }) => path),
    ).toEqual([]);
    expect(exit).toBe(3);
    expect(said).toMatch(/^✓ relay +turns:localhost:\d+\?transport=tcp {2}relays over TLS, \d+ ms\.$/m);
    expect(said).toMatch(/^– worker +not asked: --worker sends it one photo\.$/m);
    expect(said).not.toContain(CANARY);
  });

  it('without the code says that the rest was not looked at; with another one, that it is refused', async () => {
    const none = await doctor(['--url', artifact.url.replace('127.0.0.1', 'localhost'), '--json']);
    expect(none.exit).toBe(3);
    expect(none.said).toContain('it asks for a code');
    const wrong = await examined(artifact, '--code', 'another');
    expect(wrong.failed).toMatchObject([{ check: 'access', facts: { code: 'access_refused' } }]);
  });
});

describe.concurrent('says what is broken, with a remedy', () => {
  it('the deployment’s certificate has expired', async () => {
    const { exit, find } = await examined(await deployed({}, { tls: expired }));
    expect(find('certificate')).toMatchObject({
      state: 'fail',
      says: 'its certificate has expired.',
      facts: { daysLeft: expect.toSatisfy((days) => days < 0) },
    });
    expect([exit, find('proxy')?.state]).toEqual([1, 'fail']);
  });

  it('the deployment’s certificate is another’s', async () => {
    const { find } = await examined(await deployed({}, { tls: elsewhere }));
    expect(find('certificate')?.says).toBe('its certificate is made out to another name.');
  });

  it.each([
    ['has expired', () => expired],
    ['is made out to another name', () => elsewhere],
  ])('the relay’s certificate %s: its TLS, and nothing else', async (words, certificate) => {
    const at = { plain: await freePort(), tls: await freePort() };
    const relay = await relayWith(certificate(), at);
    try {
      const { failed } = await examined(await deployed(relayEnv(relay.secret, at)));
      expect(failed.map(({ check }) => check)).toEqual(['certificate', 'relay']);
      for (const { says, remedy } of failed)
        expect([says, remedy]).toEqual([expect.stringContaining(words), expect.any(String)]);
      expect(failed[1]?.what).toMatch(/^turns:/);
    } finally {
      await relay.close();
    }
  });

  it('the relay does not take the deployment’s credentials', async () => {
    const { failed } = await examined(await deployed({ COTURN_SECRET: `${CANARY}-not-its-own-secret` }));
    expect(failed.map(({ facts }) => [facts.transport, facts.reason])).toEqual(
      expect.arrayContaining([
        ['udp', '401'],
        ['tcp', '401'],
        ['tls', '401'],
      ]),
    );
    expect(failed[0]?.remedy).toContain('COTURN_SECRET');
  });

  it('the relay is down', async () => {
    const nowhere = { plain: await freePort(), tls: await freePort() };
    const { failed } = await examined(await deployed(relayEnv('x'.repeat(32), nowhere)));
    const relays = failed.filter(({ check }) => check === 'relay');
    expect(relays.map(({ facts }) => facts.reason)).toEqual(Array(3).fill('ECONNREFUSED'));
    expect(relays[0]?.says).toContain('nothing listens on this port');
  });

  it('the vendor takes no keys', async () => {
    const vendor = await startUpstream();
    vendor.answer({ status: 401, body: { code: 20003, message: 'Authenticate', status: 401 } });
    const keys = {
      TWILIO_ACCOUNT_SID: `AC${'0123456789abcdef'.repeat(2)}`,
      TWILIO_AUTH_TOKEN: `${CANARY}-twilio`,
    };
    const artifact = await deployed({ ...keys, TWILIO_API_URL: vendor.url });
    const { failed } = await examined(artifact);
    await vendor.close();
    expect(failed).toMatchObject([
      { check: 'provider', what: 'twilio', facts: { code: 'turn_unauthorized' } },
    ]);
  });

  it('the worker is down', async () => {
    const gone = `http://127.0.0.1:${await freePort()}`;
    const { failed } = await examined(await deployed({ ROBOFLOW_SERVER_URL: gone }), '--worker');
    expect(failed).toMatchObject([{ check: 'worker', facts: { code: 'worker_unreachable' } }]);
  });

  it('the proxy is down, alone or with the page', async () => {
    const broken = createServer((request, response) => {
      const isPage = request.url === '/';
      response
        .writeHead(isPage ? 200 : 503, Object.fromEntries(page().headers))
        .end(isPage ? html : 'Out of order');
    });
    const url = await listen(broken, 0);
    const { exit, failed, find } = await examined({ url });
    await shut(broken);
    expect(exit).toBe(1);
    expect(failed).toMatchObject([{ check: 'proxy', facts: { status: 503 } }]);
    expect(find('version')?.state).toBe('note');
    const off = await examined({ url });
    expect(off.failed.map(({ check }) => check)).toEqual(['page', 'proxy']);
    expect(off.find('proxy')?.facts).toMatchObject({ reason: 'ECONNREFUSED' });
  });

  it('a header that protects the page is gone; a secret is', async () => {
    const artifact = await deployed(
      { FAST_WORKFLOW_ID: '' },
      { page: () => page('content-security-policy') },
    );
    const { failed } = await examined(artifact);
    expect(failed).toMatchObject([
      { check: 'page', facts: { off: 'content-security-policy' } },
      { check: 'settings', says: expect.stringContaining('FAST_WORKFLOW_ID') },
    ]);
  });
});

describe.concurrent('arguments that make no sense', () => {
  it.each([[[]], [['--url', 'ftp://x']], [['--url', 'https://u:p4ss@x']], [['--nonsense', CODE]]])(
    '%j end in 2',
    async (args) => {
      const { exit, said } = await doctor(args);
      expect(exit).toBe(2);
      expect(said).toContain('npm run doctor -- --help');
      expect(said).not.toMatch(/p4ss|c4n4ry/);
    },
  );
});
