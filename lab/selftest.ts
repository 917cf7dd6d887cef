/** Proves the networks before a browser dials in them: `npx tsx lab/selftest.ts [--only NAME]`. */

import { printTable, type Row } from '../kit/figures/report';
import { HOSTS, NAMESPACES, WORKER } from './network/addresses';
import { type Lab, openLab, type Site } from './network/lab';
import { NETWORK_NAMES, type Network, type NetworkName } from './network/networks';
import { daemon, inNamespace } from './network/shell';
import { PROBE } from './network/wire/wire';
import { choice } from './report';
import { isSkipped } from './support';

const { client, internet, worker } = NAMESPACES;

type Facts = {
  udp: boolean;
  address?: string;
  ports?: number[];
  localPort?: number;
  uninvited?: boolean;
  portAfterPoke?: number;
  rttMs: number | null;
  spreadMs?: number;
  lossUp?: number;
  lossDown?: number;
  kbitUp?: number;
  tcp80: boolean;
  tcp3478: boolean;
  tls443: boolean;
  plain443: boolean;
};

type Check = { what: string; ok: boolean };

async function probe<T>(namespace: string, args: readonly string[]): Promise<T> {
  return JSON.parse(await inNamespace(namespace, 'python3', [PROBE, ...args])) as T;
}

/** Twice the bottleneck: what arrives then is the bottleneck's own rate. */
const sendKbit = ({ up }: Network) => (up.rateKbit === undefined ? [] : [String(up.rateKbit * 2)]);

function translationChecks({ mapping }: Network, facts: Facts): Check[] {
  const { ports = [], localPort, address, uninvited, portAfterPoke } = facts;
  const distinct = new Set(ports).size;
  const expected = {
    none: {
      what: 'own address',
      ok: address === '198.51.100.6' && ports.every((port) => port === localPort),
    },
    cone: { what: 'one mapping', ok: distinct === 1 && portAfterPoke === ports[0] },
    symmetric: { what: 'a mapping each', ok: distinct > 1 },
    nat64: { what: 'a mapping each', ok: distinct > 1 && address === '198.51.100.1' },
  }[mapping];
  return [expected, { what: 'uninvited', ok: uninvited === (mapping === 'none') }];
}

const between = (value: number | null | undefined, low: number, high: number) =>
  value != null && value >= low && value <= high;

function qualityChecks({ up, down }: Network, facts: Facts): Check[] {
  const jitter = (up.jitterMs ?? 0) + (down.jitterMs ?? 0);
  const base = up.delayMs + down.delayMs;
  const checks = [{ what: 'rtt', ok: between(facts.rttMs, base, base + jitter + 12) }];
  if (!facts.udp) return checks;
  // 800 packets: 2 % gives 16 +- 4.
  for (const [what, value, path] of [
    ['loss up', facts.lossUp, up],
    ['loss down', facts.lossDown, down],
  ] as const) {
    checks.push({ what, ok: path.loss ? between(value, 0.004, 0.045) : between(value, 0, 0.002) });
  }
  if (jitter > 0) checks.push({ what: 'jitter', ok: between(facts.spreadMs, jitter / 3, jitter + 15) });
  if (up.rateKbit)
    checks.push({ what: 'rate', ok: between(facts.kbitUp, up.rateKbit * 0.9, up.rateKbit * 1.06) });
  return checks;
}

function filterChecks({ filter, inspected }: Network, facts: Facts): Check[] {
  return [
    { what: 'udp', ok: facts.udp === (filter === 'all') },
    { what: 'tcp 80', ok: facts.tcp80 === (filter !== '443-only') },
    { what: 'tcp 3478', ok: facts.tcp3478 === (filter !== '443-only') },
    { what: 'tls on 443', ok: facts.tls443 },
    { what: 'other on 443', ok: facts.plain443 === !inspected },
  ];
}

const reach = (timeoutMs: number) =>
  probe<string | null>(client, ['reach', 'one.sightline.test', String(timeoutMs)]);

/** Where UDP is blocked the cut is seen by a TCP connection that does not open. */
const answers = ({ filter }: Network) =>
  filter === 'all'
    ? reach(500).then((seen) => seen !== null)
    : probe<boolean>(client, ['connect', HOSTS.probeOne, '443']);

async function linkChecks({ access }: Site): Promise<Check[]> {
  await access.wire.cut();
  const whileCut = await answers(access.network);
  await access.wire.restore();
  let after = await answers(access.network);
  // A lossy link may eat the one packet that asks.
  for (let i = 0; i < 3 && !after; i++) after = await answers(access.network);
  return [
    { what: 'cut', ok: !whileCut },
    { what: 'restore', ok: after },
  ];
}

function toRow(network: Network, facts: Facts, checks: Check[]): Row {
  const percent = (share?: number) => (share === undefined ? '-' : `${(share * 100).toFixed(1)} %`);
  const yes = (value: boolean) => (value ? 'yes' : 'no');
  const failed = checks.filter(({ ok }) => !ok).map(({ what }) => what);
  return {
    network: network.title,
    rtt: facts.rttMs === null ? '-' : `${facts.rttMs.toFixed(0)} ms`,
    spread: facts.spreadMs === undefined ? '-' : `${facts.spreadMs.toFixed(0)} ms`,
    'loss up/down': `${percent(facts.lossUp)} / ${percent(facts.lossDown)}`,
    'rate up': facts.kbitUp === undefined ? '-' : `${facts.kbitUp.toFixed(0)} kbit/s`,
    udp: yes(facts.udp),
    'port > seen as': facts.ports === undefined ? '-' : `${facts.localPort} > ${facts.ports.join(' ')}`,
    'tcp 80': yes(facts.tcp80),
    'tls 443': yes(facts.tls443),
    'other 443': yes(facts.plain443),
    checks: failed.length === 0 ? `ok (${checks.length})` : `WRONG: ${failed.join(', ')}`,
  };
}

async function testNetwork(lab: Lab, name: NetworkName): Promise<{ row: Row; ok: boolean }> {
  const site = await lab.enter(name);
  try {
    const { network } = site.access;
    const names = ['one.sightline.test', 'two.sightline.test'];
    const facts = await probe<Facts>(client, ['look', ...names, ...sendKbit(network)]);
    const checks = [
      ...filterChecks(network, facts),
      ...qualityChecks(network, facts),
      ...(facts.udp ? translationChecks(network, facts) : []),
      ...(await linkChecks(site)),
    ];
    return { row: toRow(network, facts, checks), ok: checks.every(({ ok }) => ok) };
  } finally {
    await site.close();
  }
}

async function testHandover(lab: Lab): Promise<boolean> {
  const site = await lab.enter('cone', 'symmetric');
  try {
    const before = await reach(500);
    await site.handover();
    const after = await reach(500);
    await site.handover();
    const again = await reach(500);
    console.log(`handover: ${before} > ${after} > ${again}`);
    return before === '198.51.100.1' && after === '198.51.100.129' && again === before;
  } finally {
    await site.close();
  }
}

/** The app's host reaches the worker; the relay's and the client do not, by whichever address. */
async function testWorkerNat(lab: Lab): Promise<boolean> {
  const server = daemon('python3', ['-m', 'http.server', String(WORKER.port), '--bind', WORKER.inside], {
    namespace: worker,
  });
  const site = await lab.enter('open');
  const connect = (from: string, to: string, source: string[] = []) =>
    probe<boolean>(from, ['connect', to, String(WORKER.port), ...source]);
  try {
    await server.until(/Serving/).catch(() => undefined);
    const app = await connect(internet, WORKER.outside, [HOSTS.app]);
    const relay = await connect(internet, WORKER.outside, [HOSTS.relay]);
    const phone = await connect(client, WORKER.outside);
    const leak = await connect(client, WORKER.inside);
    console.log(
      `worker reached by: app ${app}, relay ${relay}, client ${phone}, client by the inner address ${leak}`,
    );
    return app && !relay && !phone && !leak;
  } finally {
    await site.close();
    await server.stop();
  }
}

async function main(): Promise<void> {
  if (isSkipped(NETWORK_NAMES.length + 2)) return;
  const lab = await openLab();
  const probes = daemon('python3', ['-u', PROBE, 'serve', HOSTS.probeOne, HOSTS.probeTwo], {
    namespace: internet,
    // It serves until that closes.
    input: true,
  });
  try {
    await probes.until(/ready/);
    const results = [];
    const names = choice('--only', NETWORK_NAMES);
    for (const name of names) results.push(await testNetwork(lab, name));
    printTable(
      'The networks',
      results.map(({ row }) => row),
    );
    const verdicts = results.map(({ ok }) => ok);
    verdicts.push(await testHandover(lab), await testWorkerNat(lab));
    const failed = verdicts.filter((ok) => !ok).length;
    console.log(`${verdicts.length - failed} passed, ${failed} failed, 0 skipped`);
    if (failed > 0) process.exitCode = 1;
  } finally {
    await probes.stop();
    lab.close();
  }
}

main().catch((thrown: unknown) => {
  console.error(thrown);
  process.exitCode = 1;
});
