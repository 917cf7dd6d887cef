/** In German, in a language of long words and in one from right to left: every label whole, none over another. */

import { test } from '../../../kit/browser/saidTest';
import type { CameraScreen } from '../../../kit/browser/screen';
import { expect, shot, VIEWPORTS } from '../../../kit/browser/test';
import { walk } from '../../../kit/browser/walk';
import { labelFaults } from '../labelFaults';
import { type Pseudo, servePseudo } from '../spoken';

const LANGUAGES = ['de', 'long', 'mirrored'] as const;

/** Speaks it from the next load on. */
async function speak({ page }: CameraScreen, language: (typeof LANGUAGES)[number]): Promise<void> {
  if (language !== 'de') await servePseudo(page.context(), language as Pseudo);
}

/** A picture of each state, and all that is wrong with them at once. */
function collector(screen: CameraScreen, ...name: string[]) {
  const faults: string[] = [];
  const look = async (state: string) => {
    await screen.page.waitForTimeout(300);
    await screen.page.screenshot({ path: shot('languages', ...name, `${state}.png`) });
    const found = await labelFaults(screen.page);
    faults.push(...found.map((fault) => `${state}: ${fault}`));
  };
  return { faults, look };
}

for (const language of LANGUAGES)
  for (const viewport of VIEWPORTS) {
    const size = `${viewport.width}x${viewport.height}`;
    test(`${language}, ${size}`, { tag: '@long' }, async ({ said }) => {
      test.setTimeout(120_000);
      const context = { locale: 'de' };
      const screen = await said.visit({ viewport, context, path: '/robots.txt' });
      await speak(screen, language);
      await screen.page.goto('/');
      const { faults, look } = collector(screen, language, size);
      await walk(screen, said.standin, look);
      expect(await screen.page.evaluate(() => document.documentElement.dir)).toBe(
        language === 'mirrored' ? 'rtl' : 'ltr',
      );
      await screen.page.goto('/check');
      await expect(screen.page.getByTestId('verdict')).toHaveAttribute('data-verdict', /./, {
        timeout: 40_000,
      });
      await screen.page.locator('[aria-expanded]').click();
      await look('check');
      expect(faults).toEqual([]);
    });
  }

test('a label that is cut, spills or lies over another is found', async ({ open }) => {
  const { page } = await open({ path: '/robots.txt' });
  const faultsOf = async (html: string) => {
    await page.setContent(`<body style="margin:0;font:16px/20px monospace">${html}</body>`);
    return labelFaults(page);
  };
  expect(await faultsOf('<p>whole</p><button>a button</button>')).toEqual([]);
  expect(
    await faultsOf('<p style="width:40px;overflow:hidden;white-space:nowrap">much too long</p>'),
  ).toHaveLength(1);
  expect(
    await faultsOf(
      '<button style="width:40px;padding:0;white-space:nowrap;text-align:left">much too long</button>',
    ),
  ).toHaveLength(1);
  expect(await faultsOf('<p>one</p><p style="position:absolute;top:0">two</p>')).toHaveLength(1);
  expect(await faultsOf('<p style="position:absolute;left:-30px">one</p>')).toHaveLength(1);
  expect(
    await faultsOf(
      '<p>one</p><button style="position:absolute;top:10px;left:0;width:80px;height:40px"></button>',
    ),
  ).toHaveLength(1);
});
