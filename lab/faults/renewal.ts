/** Relay credentials of a minute's life, and a session that goes on through several of them. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inNetwork } from '../dialling/browser';
import { argument } from '../report';
import type { SuiteResult } from './common/figure';
import { longestGap } from './common/measure';
import { AppPage, type Stage } from './common/stage';

const TTL_SECONDS = 60;
const MINUTES = 4;
const BAR_MS = 1000;

/** `--minutes 4`. */
export function renewal(stage: Stage): Promise<SuiteResult> {
  const minutes = Number(argument('--minutes') ?? MINUTES);
  return inNetwork(stage, ['443-only'], async (browser) => {
    await stage.faultProxy.behave({ ttlSeconds: TTL_SECONDS });
    const page = await AppPage.live(browser);
    const from = Date.now();
    await sleep(minutes * 60_000);
    const to = Date.now();
    const trace = await page.trace();
    const gap = longestGap(trace.results, from, to);
    const offers = trace.offers.length;
    // Each set of credentials pays for one renewal; twice as many would be a storm.
    const allowed = 1 + Math.ceil((minutes * 60) / (TTL_SECONDS / 2));
    return {
      figures: [
        {
          what: `longest gap in ${minutes} min`,
          value: gap,
          unit: 'ms',
          bar: BAR_MS,
          note: `${offers} offers`,
        },
        { what: 'offers', value: offers, unit: '', bar: allowed },
        // A run without a renewal would prove nothing.
        { what: 'renewals that did not happen', value: Math.max(0, minutes - offers), unit: '', bar: 0 },
      ],
      details: { from, to, offers: trace.offers, events: trace.events, results: trace.results },
    };
  });
}
