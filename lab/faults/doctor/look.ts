/** One run of the connection check in a network, after a fault or without one. */
import type { Browser, Page } from '@playwright/test';
import { load, newPage } from '../../../kit/browser/open';
import { APP_ORIGIN } from '../../network/addresses';
import type { Site } from '../../network/lab';
import type { Stage } from '../common/stage';
import type { Case } from './cases';

/** A run's own limit is ten seconds; and what a busy machine needs to show it. */
export const DONE_MS = 14_000;

export type Seen = Case & { verdict: string; ms: number | null; peersLeft: number; checks: string[] };

export async function look(stage: Stage, site: Site, browser: Browser, one: Case): Promise<Seen> {
  const before = one.clockOffMs === undefined ? [] : [{ run: setClock, argument: one.clockOffMs }];
  const page = await newPage(browser, APP_ORIGIN, { before });
  let mend: () => Promise<unknown> = async () => {};
  try {
    await load(page, '/check');
    // On a busy machine it may have come to its end by then.
    await page
      .getByRole('button', { name: 'Stop' })
      .click({ timeout: DONE_MS })
      .catch(() => undefined);
    await stage.faultProxy.behave(one.behave ?? {});
    mend = (await one.break?.(stage, site)) ?? mend;
    const found = await run(page, 'Check again');
    // The worker's run is the one that counts then, by its own ten seconds.
    const last = one.worker ? await run(page, 'Test detection, too') : found;
    const peers = await page.evaluate(() => window.__instruments.peers.length);
    // An offer that is out and unanswered is waited for, to hang up by it (web/session/dial/hangUp.ts).
    const checks = await page.locator('[data-check]').allInnerTexts();
    return { ...one, ...last, checks, peersLeft: last.verdict === 'worker_waking' ? 0 : peers };
  } catch (thrown) {
    const verdict = thrown instanceof Error ? (thrown.message.split('\n')[0] ?? '') : String(thrown);
    return { ...one, verdict, ms: null, peersLeft: 0, checks: [] };
  } finally {
    await stage.faultProxy.reset();
    await page.context().close();
    await mend();
  }
}

export async function run(page: Page, tap: string): Promise<{ verdict: string; ms: number }> {
  const fromMs = Date.now();
  await page.getByRole('button', { name: tap }).click();
  const done = page.locator('[data-testid=verdict][data-verdict]');
  await done.waitFor({ timeout: DONE_MS });
  const ms = Date.now() - fromMs;
  return { verdict: (await done.getAttribute('data-verdict')) ?? '', ms };
}

function setClock(offMs: number): void {
  const now = Date.now;
  Date.now = () => now() + offMs;
}
