/** A firewall opens while the session goes by the relay: it moves over to the direct path by itself. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inNetwork } from '../dialling/browser';
import { pathInWords, selectedPath } from '../dialling/path';
import type { SuiteResult } from './common/figure';
import { longestGap } from './common/measure';
import { AppPage, type Stage } from './common/stage';

/** The page has looked at the network as it was by then. */
const SEEN_MS = 6_000;
/** A look each 20 s, and a dial. */
const MOVED_BAR_MS = 25_000;
const WAIT_MS = 40_000;
const AFTER_MS = 5_000;
/** From the last results of the old peer to the new one's pace. */
const AROUND_MS = 1_500;
const GAP_BAR_MS = 250;

export function opens(stage: Stage): Promise<SuiteResult> {
  return inNetwork(stage, ['udp-blocked'], async (browser, site) => {
    const app = await AppPage.live(browser);
    await sleep(SEEN_MS);
    const before = pathInWords(await selectedPath(app.page));
    await site.access.open();
    const openedAt = Date.now();
    let after = before;
    while (!after.startsWith('direct') && Date.now() < openedAt + WAIT_MS) {
      await sleep(200);
      after = pathInWords(await selectedPath(app.page));
    }
    const movedAt = Date.now();
    const movedMs = after.startsWith('direct') ? movedAt - openedAt : null;
    await sleep(AFTER_MS);
    const { results, offers, events } = await app.trace();
    const said = events.filter(
      ({ at, what }) => at > openedAt && /^says ".*(Reconnecting|Waiting)/.test(what),
    );
    const none = { unit: '', bar: 0 };
    return {
      figures: [
        {
          what: 'UDP allowed, until direct',
          value: movedMs,
          unit: 'ms',
          bar: MOVED_BAR_MS,
          note: `${before} to ${after}`,
        },
        {
          what: 'longest gap around it',
          value: longestGap(results, movedAt - AROUND_MS, movedAt + AROUND_MS),
          unit: 'ms',
          bar: GAP_BAR_MS,
          note: `without a move: ${longestGap(results, openedAt - 2 * AROUND_MS, openedAt)} ms`,
        },
        { what: 'offers but for two', value: Math.abs(offers.length - 2), ...none },
        { what: 'words about it', value: said.length, ...none },
      ],
      details: { before, after, movedMs, events },
    };
  });
}
