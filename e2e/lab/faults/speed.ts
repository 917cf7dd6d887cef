/** Against the SDK with the split list, against a relay by TLS alone, and how soon a blocked direct path is told and mended. */
import type { Browser, Page } from '@playwright/test';
import { selectedPath } from '../dialling/path';
import type { NetworkName } from '../networks';
import { argument, median } from '../report';
import { dialInTurns, ratio } from './dialled';
import type { Figure, SuiteResult } from './figure';
import { AppPage, inNetwork, type Stage } from './stage';

const TIMES = 7;
const TOLD_BAR_MS = 4000;
const RESCUE_BAR_MS = 2000;
const BLOCKED: readonly NetworkName[] = ['symmetric', 'lossy-cellular', 'slow-cellular'];
const LISTEN_MS = 20_000;
const LISTEN_EVERY_MS = 500;
/** The pair's round trip is that of its last check; the first seconds are the dial's own. */
const SETTLE_MS = 3000;

type Listened = {
  tlsOnly: boolean;
  route: string;
  /** Mean of all of the selected pair's checks: a median would leave out just what TCP does to a lossy link. */
  rttMs: number | null;
  /** Median of `currentRoundTripTime`, looked at every half second. */
  medianMs: number | null;
  seen: number[];
  /** What the video took, kbit/s. */
  sentKbit: number;
};

type Totals = { rttSeconds: number; checks: number; videoBytes: number };

/** Running totals of the peer in use (W3C webrtc-stats). */
const totals = (page: Page): Promise<Totals> =>
  page.evaluate(async () => {
    const peer = window.__instruments.peers.findLast((one) => one.connectionState === 'connected');
    const report = await peer?.getStats();
    const all = [...(report?.values() ?? [])];
    const pair = report?.get(all.find(({ type }) => type === 'transport')?.selectedCandidatePairId);
    return {
      rttSeconds: pair?.totalRoundTripTime ?? 0,
      checks: pair?.responsesReceived ?? 0,
      videoBytes: all.find(({ type }) => type === 'outbound-rtp')?.bytesSent ?? 0,
    };
  });

async function roundTrips(page: Page): Promise<Pick<Listened, 'rttMs' | 'medianMs' | 'seen' | 'sentKbit'>> {
  await page.waitForTimeout(SETTLE_MS);
  const seen: number[] = [];
  const before = await totals(page);
  for (let waited = 0; waited < LISTEN_MS; waited += LISTEN_EVERY_MS) {
    const path = await selectedPath(page);
    if (path !== null && path.rttMs !== null) seen.push(path.rttMs);
    await page.waitForTimeout(LISTEN_EVERY_MS);
  }
  const after = await totals(page);
  const checks = after.checks - before.checks;
  return {
    seen,
    medianMs: median(seen),
    rttMs: checks > 0 ? Math.round(((after.rttSeconds - before.rttSeconds) * 1000) / checks) : null,
    sentKbit: Math.round(((after.videoBytes - before.videoBytes) * 8) / LISTEN_MS),
  };
}

async function listen(stage: Stage, tlsOnly: boolean): Promise<Listened> {
  await stage.front.behave({ tlsOnly });
  const work = async (browser: Browser): Promise<Listened> => {
    const app = await AppPage.open(browser, '?relay=force');
    await app.arm();
    await app.goLive();
    const heard = await roundTrips(app.page);
    const path = await selectedPath(app.page);
    const route = path === null ? '-' : `${path.local}/${path.relayProtocol}`;
    return { tlsOnly, route, ...heard };
  };
  const listened = await inNetwork(stage, ['lossy-cellular'], work, 'grain');
  await stage.front.reset();
  return listened;
}

async function lossyRoundTrip(stage: Stage): Promise<{ figure: Figure; listened: Listened[] }> {
  const listened: Listened[] = [];
  for (const tlsOnly of [true, false, true, false]) listened.push(await listen(stage, tlsOnly));
  const of = (wanted: boolean) => listened.filter(({ tlsOnly }) => tlsOnly === wanted);
  const [tls, all] = [true, false].map((wanted) => median(of(wanted).map(({ rttMs }) => rttMs)));
  return {
    listened,
    figure: {
      what: 'lossy: round trip, of that by TLS alone',
      value: tls && all ? all / tls : null,
      unit: '×',
      bar: 0.7,
      note: listened
        .map(
          ({ route, rttMs, medianMs, sentKbit }) =>
            `${route} ${rttMs} ms (median ${medianMs}) at ${sentKbit} kbit/s`,
        )
        .join(', '),
    },
  };
}

async function blocked(stage: Stage, name: NetworkName, times: number) {
  const [dials = []] = await dialInTurns(stage, name, [{ way: 'off' }], times);
  const figures: Figure[] = [
    {
      what: `${name}: told, after the answer`,
      value: median(dials.map(({ toldMs }) => toldMs)),
      unit: 'ms',
      bar: TOLD_BAR_MS,
      note: dials.map(({ toldMs }) => toldMs ?? 'not told').join(' '),
    },
    {
      what: `${name}: boxes, after the tap`,
      value: dials.some(({ rescueMs }) => rescueMs === null)
        ? null
        : median(dials.map(({ rescueMs }) => rescueMs)),
      unit: 'ms',
      bar: RESCUE_BAR_MS,
      note: dials.map(({ rescueMs }) => rescueMs ?? 'none').join(' '),
    },
  ];
  return { figures, dials };
}

/** `--times 7`, `--parts dial,blocked,rtt`. */
export async function speed(stage: Stage): Promise<SuiteResult> {
  const times = Number(argument('--times') ?? TIMES);
  const parts = argument('--parts')?.split(',') ?? ['dial', 'blocked', 'rtt'];
  const figures: Figure[] = [];
  const details: Record<string, unknown> = {};
  if (parts.includes('dial')) {
    const turns = [{ way: 'sdk-split' }, { way: 'enh' }, { way: 'enh-cold' }] as const;
    const [sdk = [], armed = [], cold = []] = await dialInTurns(stage, '443-only', turns, times);
    figures.push(
      ratio('443 only: ENH armed, of the SDK', armed, sdk, 0.6),
      ratio('443 only: ENH cold, of the SDK', cold, sdk, 0.95),
    );
    details.dials = { sdk, armed, cold };
  }
  for (const name of parts.includes('blocked') ? BLOCKED : []) {
    const made = await blocked(stage, name, Math.min(times, 5));
    figures.push(...made.figures);
    details[name] = made.dials;
  }
  if (parts.includes('rtt')) {
    const { figure, listened } = await lossyRoundTrip(stage);
    figures.push(figure);
    details.listened = listened;
  }
  return { figures, details };
}
