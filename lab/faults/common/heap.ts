/** What a page holds, without what the recorder keeps of it. */
import type { CDPSession, Page } from '@playwright/test';

export async function heapBytes(cdp: CDPSession): Promise<number> {
  // Twice: what a finaliser of the first lets go is collected by the second.
  await cdp.send('HeapProfiler.collectGarbage');
  await cdp.send('HeapProfiler.collectGarbage');
  return (await cdp.send('Runtime.getHeapUsage')).usedSize;
}

/** The recorder's own lists are emptied, so that they count for nothing. */
export const forget = (page: Page) =>
  page.evaluate(() => {
    window.__trace.results.length = 0;
    window.__trace.offers.length = 0;
    window.__trace.events.length = 0;
  });
