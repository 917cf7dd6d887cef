/** Results other than boxes in Firefox, from a worker that says what it is told to. */
import { mergeTests } from '@playwright/test';
import { test as saidTest } from '../../../kit/browser/saidTest';
import { shot } from '../../../kit/browser/test';
import { expect, test as firefoxTest, WITHOUT_FIREFOX } from './test';

const test = mergeTests(firefoxTest, saidTest);

test.skip(...WITHOUT_FIREFOX);

const LIVE = { timeout: 20_000 };
const REASON = 'ValueError: the lens cap is on';

test('lines are read out, frames that fail become one card, and both end with their cause', {
  tag: '@long',
}, async ({ openFirefox, standinApp: { standin, url } }) => {
  const screen = await openFirefox({ app: url });
  const good = { outputs: { count_in: 3, verdict: 'PASS', rows: { a: [1, 2] } } };
  standin.film((frame) => (frame % 3 === 0 ? { outputs: null, errors: [REASON] } : good));
  await screen.press('LIVE');
  await expect.poll(() => screen.phase(), LIVE).toBe('live');
  await expect.poll(() => screen.said('readouts')).toMatch(/count in\s*3.*verdict\s*PASS/);
  await expect.poll(() => screen.said('spoken')).toContain('verdict: PASS');
  await expect.poll(() => screen.said('trouble')).toContain('In 10 of the last 30 frames');
  expect(await screen.alerts()).toHaveLength(1);
  await screen.page.screenshot({ path: shot('firefox-readouts-390x844.png') });
  standin.film(() => good);
  await expect.poll(() => screen.said('trouble'), { timeout: 10_000 }).toBeNull();
  standin.film(null);
  await expect.poll(() => screen.said('readouts')).toBeNull();
  expect(standin.dials()).toBeGreaterThan(0);
});
