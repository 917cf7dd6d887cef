/** Text, chosen on the screen, found and read by the worker's own networks in what the camera films. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../../../kit/browser/test';
import { installPictureCamera } from '../../../kit/engines/pictureCamera';
import { ROOT } from '../../../kit/process/paths';

/** Three lines, tilted by 10 degrees. */
const FILE = join(ROOT, 'worker', 'detect', 'text', 'fixtures', 'lines.png');
const PICTURE = { png: readFileSync(FILE).toString('base64'), width: 640, height: 480, fps: 15 };
const LINES = ['Platform 7, 14:32 to Basel', 'The quick brown fox', 'AB-4711 total 89.50'];

test('text is read, each line in its turned box, and all of it stands in a readout', {
  tag: '@long',
}, async ({ another, open }) => {
  const app = await another({
    FAST_WORKFLOW_ID: 'codes',
    WORKFLOWS: 'Text:text',
    ROBOFLOW_API_KEY: 'local',
  });
  const before = [{ run: installPictureCamera, argument: PICTURE }];
  const screen = await open({ path: '/', before, context: { baseURL: app.url } });
  const { page } = screen;
  await page.getByRole('button', { name: 'Settings' }).click();
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await sheet.getByRole('radio', { name: 'Text' }).check();
  await page.keyboard.press('Escape');
  await screen.live.click();
  for (const line of LINES) await screen.untilSeen(line, 40_000);
  await expect(page.getByTestId('readouts')).toContainText(LINES[0] as string);
  const drawn = async () => (await screen.boxes()).map((box) => box.class).sort();
  await expect.poll(drawn).toEqual([...LINES].sort());
});
