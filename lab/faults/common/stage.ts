/** A browser in a network with a page of the app, live or about to be. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { load, newPage, type PageOptions } from '../../../kit/browser/open';
import { untilPicture } from '../../dialling/picture';
import { APP_ORIGIN } from '../../network/addresses';
import type { Lab } from '../../network/lab';
import { LabError } from '../../network/shell';
import type { FaultProxy } from '../../services/faultProxy/faultProxy';
import type { Services } from '../../services/services';
import { backAfter } from './measure';
import { installRecorder, type Trace } from './recorder';

export type Stage = { lab: Lab; services: Services; faultProxy: FaultProxy };

const PAGE_MS = 30_000;
/** Long enough for credentials and a relay candidate on the slowest of the networks. */
const ARMED_MS = 2500;
/** A stream counts as live once so many results have come. */
const LIVE_RESULTS = 10;

type OpenOptions = Pick<PageOptions, 'before' | 'viewport'> & { origin?: string };

export class AppPage {
  private constructor(readonly page: Page) {}

  static async open(
    browser: Browser,
    query = '',
    { origin = APP_ORIGIN, before = [], viewport }: OpenOptions = {},
  ): Promise<AppPage> {
    const scripts = [{ run: installRecorder }, ...before];
    const page = await newPage(browser, origin, { before: scripts, viewport });
    page.setDefaultTimeout(PAGE_MS);
    await load(page, `/${query}`);
    await untilPicture(page);
    return new AppPage(page);
  }

  /** A page with ENH warm, or without, that is live. */
  static async live(browser: Browser, { query = '', enhanced = true } = {}): Promise<AppPage> {
    const page = await AppPage.open(browser, query);
    if (enhanced) await page.arm();
    await page.goLive();
    return page;
  }

  private button(name: string) {
    return this.page.getByRole('button', { name, exact: true });
  }

  async enhance(): Promise<void> {
    await this.button('ENH').click();
  }

  async toggleLive(): Promise<void> {
    await this.button('LIVE').click();
  }

  /** ENH on, and warm. */
  async arm(): Promise<void> {
    await this.enhance();
    await this.page.waitForTimeout(ARMED_MS);
  }

  /** Presses LIVE and waits for a steady stream. @throws LabError with the page's words where none comes. */
  async goLive(results = LIVE_RESULTS): Promise<void> {
    const had = (await this.trace()).results.length;
    await this.toggleLive();
    await this.untilResults(had + results);
  }

  async untilResults(count: number): Promise<void> {
    const reached = await this.page
      .waitForFunction((wanted) => window.__trace.results.length >= wanted, count, { polling: 50 })
      .catch(() => null);
    if (reached === null) throw new LabError(`No stream. The page ${await this.lastWords()}`);
  }

  private async lastWords(): Promise<string> {
    const { events } = await this.trace();
    return events.findLast(({ what }) => what.startsWith('says'))?.what ?? 'says nothing.';
  }

  trace(): Promise<Trace> {
    return this.page.evaluate(() => window.__trace);
  }

  /** From `endedAt` to the first result of a stream that goes on, ms; null where none has in `waitMs`. */
  async untilBack(endedAt: number, waitMs: number): Promise<number | null> {
    for (const limit = Date.now() + waitMs; Date.now() < limit; await sleep(100)) {
      const back = backAfter((await this.trace()).results, endedAt);
      if (back !== null) return back;
    }
    return null;
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
