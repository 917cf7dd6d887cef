/** When the worker's messages come to a page. */
import type { Page } from '@playwright/test';

/** Before the page is live. @returns when each message came from then on, ms of the page's clock */
export async function watchResults(page: Page): Promise<() => Promise<number[]>> {
  const times = await page.evaluateHandle(() => {
    const heard: number[] = [];
    const { addEventListener } = RTCDataChannel.prototype;
    RTCDataChannel.prototype.addEventListener = function (this: RTCDataChannel, ...given: unknown[]) {
      const hear = () => void heard.push(performance.now());
      if (given[0] === 'message') addEventListener.call(this, 'message', hear);
      return Reflect.apply(addEventListener, this, given);
    };
    return heard;
  });
  return () => times.jsonValue();
}

/** ms */
export const longestGap = (times: number[]) =>
  Math.max(...times.slice(1).map((at, index) => at - (times[index] ?? at)));
