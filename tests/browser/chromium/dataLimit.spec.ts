/** What a live session may use: a limit that a person sets, what was used by which way, and what it costs. */
import { preferring, reload } from '../../../kit/browser/open';
import { expect, expectWithinReach, shot, test, VIEWPORTS } from '../../../kit/browser/test';

test('LIVE stops at the limit that was set, says so, and starts again for as much once more', async ({
  open,
}) => {
  const screen = await open({ before: [preferring({ mostBytes: 150_000 })] });
  const { page } = screen;
  await screen.goLive('SIGHTLINE STILL');
  expect(await screen.oneAlert()).toMatch(/has used the data that your settings allow.*limit in Settings/);
  expect(await screen.openPeers()).toBe(0);
  const sheet = page.getByRole('dialog', { name: 'Settings' });
  await page.getByRole('button', { name: 'Settings' }).click();
  const used = /(\d+) kB up, (\d+) kB down · direct/;
  await expect(sheet).toContainText(used);
  const [, up, down] = used.exec((await sheet.textContent()) ?? '') ?? [];
  expect(Number(up) + Number(down)).toBeGreaterThan(150);
  // Counted once a second.
  expect(Number(up) + Number(down)).toBeLessThan(300);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Try again' }).click();
  await screen.untilSeen('SIGHTLINE STILL');
  await screen.live.click();

  await page.getByRole('button', { name: 'Settings' }).click();
  const limit = sheet.getByRole('combobox', { name: 'LIVE stops after' });
  await expect(limit).toHaveValue('150000');
  await limit.selectOption({ label: 'No limit' });
  await reload(page);
  await page.getByRole('button', { name: 'Settings' }).click();
  await expect(limit).toHaveValue('');
});

test('a relayed session says what it costs an hour at the list price', async ({ open }) => {
  const screen = await open({ path: '/?relay=force' });
  const { page } = screen;
  await screen.setPressed(screen.enh, true);
  await screen.goLive('SIGHTLINE STILL');
  await page.getByRole('button', { name: 'Settings' }).click();
  const cost = page.getByTestId('cost');
  await expect(cost).toContainText('By the list price of Twilio, $0.40 a GB, November 2026.');
  // 10 to 500 kbit/s are 4.5 to 225 MB an hour.
  const hourly = async () => Number(await cost.getAttribute('data-hourly'));
  await expect.poll(hourly, { timeout: 8_000 }).toBeGreaterThan(0.0018);
  expect(await hourly()).toBeLessThan(0.1);
  for (const viewport of VIEWPORTS) {
    await page.setViewportSize(viewport);
    await expectWithinReach(page.getByRole('dialog').getByRole('button', { name: 'Close' }));
    await page.screenshot({ path: shot('settings', `data-${viewport.width}.png`) });
  }
});
