import type { Page } from '@playwright/test';
import { reload } from '../../kit/browser/open';

const PICTURE_MS = 8000;

/**
 * Resolves when the viewfinder shows the camera. Chromium's fake camera, asked for right after another page,
 * gives nothing at times, and wrangler's front (4.86) may leave a file unanswered until another is asked for
 * (https://github.com/cloudflare/workers-sdk/pull/15252): once more, then.
 */
export async function untilPicture(page: Page): Promise<void> {
  await picture(page).catch(async () => {
    const seen = await page.locator('body').ariaSnapshot();
    console.log(`No picture after ${PICTURE_MS} ms of a page that shows\n${seen}\nIt is loaded once more.`);
    await reload(page);
    await picture(page);
  });
}

const picture = (page: Page) =>
  page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0, undefined, {
    timeout: PICTURE_MS,
  });
