/** The picture that a workflow draws on Roboflow's own server, back on the page. */
import { preferring } from '../../kit/browser/open';
import { shot } from '../../kit/browser/test';
import { expect, test } from './test';
import { pictured } from './workflows';

const CODE = 'SIGHTLINE STILL';
const LIVE_MS = 60_000;
const prefer = (workflow: string, picture: string | true) =>
  preferring({ pictures: { [workflow]: picture } });

for (const name of [true, 'framed'] as const)
  test(`the picture comes back, asked for by ${name}, and results beside it`, async ({ visit, workflow }) => {
    workflow.define(pictured);
    const screen = await visit({ before: [prefer(workflow.id, name)] });
    await screen.goLive(CODE, LIVE_MS);
    await expect(screen.page.getByTestId('picture')).toHaveClass(/shown/, { timeout: 20_000 });
    const frames = await screen.pictureFrames(3_000);
    const { video } = await screen.received();
    console.log(`${frames} frames in 3 s, ${video} bytes of video so far`);
    expect(frames).toBeGreaterThan(3);
    expect(await screen.boxes()).toEqual([]);
    await expect(screen.detections).toContainText('SECOND CODE 42');
    await expect(screen.alert).toHaveCount(0);
    await screen.page.screenshot({ path: shot(`roboflow-picture-${name}.png`) });
  });

// It checks names of inline workflows alone (streamvision/webrtc_worker/webrtc.py:671-698), and writes into each
// frame that there is nothing to show.
test('a name that the workflow does not have costs no session', async ({ visit, workflow }) => {
  workflow.define(pictured);
  const screen = await visit({ before: [prefer(workflow.id, 'gone')] });
  await screen.goLive(CODE, LIVE_MS);
  await expect(screen.page.getByTestId('picture')).toHaveClass(/shown/, { timeout: 20_000 });
  await expect(screen.detections).toContainText('SECOND CODE 42');
  await expect(screen.live).toHaveAttribute('aria-pressed', 'true');
});
