/** The screen of a person whose system takes its colours away: states must show all the same. */
import type { Locator } from '@playwright/test';
import sharp from 'sharp';
import { expect, shot, test } from '../../../kit/browser/test';

type Colour = [red: number, green: number, blue: number];

/** The colours that it is painted in, commonest first: computed styles do not tell what forcing makes. */
async function painted(part: Locator): Promise<Colour[]> {
  const { data, info } = await sharp(await part.screenshot())
    .raw()
    .toBuffer({ resolveWithObject: true });
  const counts = new Map<string, number>();
  for (let i = 0; i < data.length; i += info.channels) {
    const colour = [data[i], data[i + 1], data[i + 2]].join();
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  // A few px of a colour are the smooth edge between two others.
  const most = [...counts].sort((a, b) => b[1] - a[1]).filter(([, count]) => count > 20);
  return most.map(([colour]) => colour.split(',').map(Number) as Colour);
}

/** WCAG 2.2 relative luminance, with the 0.05 of the contrast's formula. */
function light(colour: Colour): number {
  const [r, g, b] = colour.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Colour;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
}

/** Of the ground and what stands out from it most: the words. */
function contrast([ground, ...others]: Colour[]): number {
  const ratios = others.map((other) => light(other) / light(ground!));
  return Math.max(...ratios.map((ratio) => Math.max(ratio, 1 / ratio)));
}

const ground = async (part: Locator) => (await painted(part))[0];

for (const colorScheme of ['dark', 'light'] as const) {
  test(`what is pressed looks other than what is not, ${colorScheme}`, async ({ open }) => {
    const screen = await open({ scene: 'signs', context: { forcedColors: 'active', colorScheme } });
    const { page } = screen;
    await screen.untilPicture();
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    expect(await ground(button('FAST'))).not.toEqual(await ground(button('ACC')));
    const core = screen.live.locator('.shutterCore');
    const before = { enh: await ground(screen.enh), live: await ground(core) };
    await screen.setPressed(screen.enh, true);
    expect(await ground(screen.enh)).not.toEqual(before.enh);
    await screen.live.click();
    await expect(page.locator('main')).toHaveAttribute('data-phase', 'live', { timeout: 20_000 });
    expect(await ground(core)).not.toEqual(before.live);
    await page.screenshot({ path: shot(`forced-${colorScheme}.png`) });
    for (const part of [button('FAST'), button('ACC'), screen.enh])
      expect(contrast(await painted(part))).toBeGreaterThan(4.5);
  });
}

test('what cannot be pressed looks other than what can', async ({ open }) => {
  const screen = await open({ context: { forcedColors: 'active' } });
  await screen.untilPicture();
  const flip = screen.page.getByRole('button', { name: 'FLIP', exact: true });
  await expect(flip).toBeDisabled();
  const strongest = async (part: Locator) => contrast(await painted(part));
  expect(await strongest(flip)).toBeLessThan((await strongest(screen.photo)) / 1.2);
});
