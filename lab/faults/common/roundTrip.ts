/** The round trip on lossy cellular while a video runs: with ENH, against a relay by TLS alone. */
import type { Browser, Page } from '@playwright/test';
import { medianMs } from '../../../kit/figures/statistics';
import { inNetwork } from '../../dialling/browser';
import { openPage, openSdk } from '../../dialling/dial';
import { selectedPath } from '../../dialling/path';

import type { Figure, SuiteResult } from './figure';
import { AppPage, type Stage } from './stage';

const BAR = 0.7;
const LISTEN_MS = 20_000;
const LISTEN_EVERY_MS = 500;
/** The pair's round trip is that of its last check; the first seconds are the dial's own. */
const SETTLE_MS = 3000;
const ROUNDS = 3;

/**
 * `sdk-tls`: the SDK's own `useStream` with the split list, the TLS-only relay of the baseline, at
 * libwebrtc's own bitrate.
 * `tls`: this page with a list of `turns:` alone. `enh`: this page as it is.
 */
const WAYS = ['sdk-tls', 'tls', 'enh'] as const;
type Way = (typeof WAYS)[number];

type Listened = {
  way: Way;
  route: string;
  /** Mean of all the selected pair's checks: a median would leave out what TCP does to a lossy link. */
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

async function roundTrips(page: Page): Promise<Omit<Listened, 'way' | 'route'>> {
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
    medianMs: medianMs(seen),
    rttMs: checks > 0 ? Math.round(((after.rttSeconds - before.rttSeconds) * 1000) / checks) : null,
    sentKbit: Math.round(((after.videoBytes - before.videoBytes) * 8) / LISTEN_MS),
  };
}

/** @returns a page that streams by the SDK, over `turns:` alone. */
async function liveBySdk(browser: Browser): Promise<Page> {
  const page = await openPage(browser);
  await openSdk(page, 'sdk-split');
  await page.getByRole('button', { name: 'LIVE', exact: true }).click();
  await page.waitForFunction(() =>
    window.__instruments.peers.some(({ connectionState }) => connectionState === 'connected'),
  );
  return page;
}

async function listen(stage: Stage, way: Way): Promise<Listened> {
  await stage.faultProxy.behave({ tlsOnly: way === 'tls' });
  const work = async (browser: Browser): Promise<Listened> => {
    const page =
      way === 'sdk-tls'
        ? await liveBySdk(browser)
        : (await AppPage.live(browser, { query: '?relay=force' })).page;
    const heard = await roundTrips(page);
    const path = await selectedPath(page);
    return { way, route: path === null ? '-' : `${path.candidateType}/${path.relayProtocol}`, ...heard };
  };
  const listened = await inNetwork(stage, ['lossy-cellular'], work, 'noisy');
  await stage.faultProxy.reset();
  return listened;
}

function share(listened: readonly Listened[], rival: Way, bar: number, what: string): Figure {
  const of = (wanted: Way) => listened.filter(({ way }) => way === wanted);
  const [own, theirs] = [of('enh'), of(rival)].map((all) => medianMs(all.map(({ rttMs }) => rttMs)));
  const note = [...of(rival), ...of('enh')].map(
    ({ route, rttMs, medianMs, sentKbit }) =>
      `${route} ${rttMs} ms (median ${medianMs}) at ${sentKbit} kbit/s`,
  );
  return { what, value: own && theirs ? own / theirs : null, unit: '×', bar, note: note.join(', ') };
}

/** The second figure has no queue: the page keeps its video under the link's rate, by TLS as well. */
export async function lossyRoundTrip(stage: Stage): Promise<SuiteResult> {
  const listened: Listened[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const way of WAYS) listened.push(await listen(stage, way));
  }
  return {
    figures: [
      share(listened, 'sdk-tls', BAR, "lossy: round trip, of the SDK's by TLS alone"),
      share(listened, 'tls', 1, "lossy: round trip, of this page's own by TLS alone"),
    ],
    details: listened,
  };
}
