/** Results other than boxes in Firefox, from a worker that says what it is told to. */
import { shot } from '../../../kit/browser/test';
import { FirefoxScreen } from '../../../kit/engines/firefoxScreen';
import { installPictureCamera, pictureOf } from '../../../kit/engines/pictureCamera';
import { still } from '../../../kit/scenes/scenes';
import { startResultWorker } from '../../../kit/standins/resultWorker';
import { expect, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

const LIVE = { timeout: 20_000 };
const REASON = 'ValueError: the lens cap is on';

test('lines are read out, frames that fail become one card, and both end with their cause', async ({
  firefox,
  stack,
}) => {
  const standin = await startResultWorker();
  const app = await stack.another('firefox-readouts', { ROBOFLOW_SERVER_URL: standin.url });
  const before = [{ run: installPictureCamera, argument: await pictureOf(still) }];
  const screen = await FirefoxScreen.open(await firefox({ camera: 'granted' }), app.url, { before });
  try {
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
  } finally {
    const faults = await screen.close();
    await standin.close();
    await app.stop();
    expect(faults).toEqual([]);
  }
});
