/** For a person who uses no mouse, or sees no screen: the main job all the same, and axe content in every state. */
import AxeBuilder from '@axe-core/playwright';
import type { CDPSession, Page } from '@playwright/test';
import { test } from '../../../kit/browser/saidTest';
import { expect, test as plain } from '../../../kit/browser/test';
import { walk } from '../../../kit/browser/walk';
import { wordsIn } from '../spoken';

/** Everything that axe knows, its recommendations too. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(tellForcedColours);
  await expect.poll(() => page.evaluate(countMoving), { message: 'it never stands still' }).toBe(0);
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`);
}

/** For the page: colours that are on their way are nobody's choice. A spinner has no end. */
function countMoving(): number {
  const ends = (animation: Animation) => Number.isFinite(animation.effect?.getComputedTiming().endTime);
  return document.getAnimations().filter((each) => each.playState === 'running' && ends(each)).length;
}

/**
 * For the page. axe takes a text's colour from `-webkit-text-fill-color`. Under forced colours Chromium 156 paints
 * that one as forced, and reports it as it would be without.
 */
function tellForcedColours(): void {
  const { prototype } = CSSStyleDeclaration;
  const read = prototype.getPropertyValue;
  prototype.getPropertyValue = function (name) {
    return read.call(this, name === '-webkit-text-fill-color' ? 'color' : name);
  };
}

for (const locale of ['en', 'de'])
  for (const forcedColors of ['none', 'active'] as const)
    test(`axe finds nothing in any state, ${locale}, forced colours ${forcedColors}`, {
      tag: '@long',
    }, async ({ said }) => {
      test.setTimeout(150_000);
      const screen = await said.visit({ context: { locale, forcedColors } });
      const found: string[] = [];
      await walk(screen, said.standin, async (state) => {
        found.push(...(await violations(screen.page)).map((fault) => `${state}: ${fault}`));
      });
      await screen.page.goto('/check');
      await expect(screen.page.getByTestId('verdict')).toHaveAttribute('data-verdict', /./, {
        timeout: 40_000,
      });
      await screen.page.locator('[aria-expanded]').click();
      found.push(...(await violations(screen.page)).map((fault) => `check: ${fault}`));
      expect(found).toEqual([]);
    });

test('every target of every state is 44 px, or a line of text', { tag: '@long' }, async ({ said }) => {
  test.setTimeout(120_000);
  const screen = await said.visit({ context: { locale: 'de' } });
  const small: string[] = [];
  await walk(screen, said.standin, async (state) => {
    await screen.page.waitForTimeout(300);
    const found = await screen.page.evaluate(smallTargets);
    small.push(...found.map((target) => `${state}: ${target}`));
  });
  expect(small).toEqual([]);
});

/** For the page. A box that is ticked is as large as its label. */
function smallTargets(): string[] {
  const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;
  return [...root.querySelectorAll('button, a[href], input, select, summary')]
    .filter((target) => target.checkVisibility())
    .map((target) =>
      target.matches('[type=radio], [type=checkbox]') ? (target.closest('label') ?? target) : target,
    )
    .map((target) => [target, target.getBoundingClientRect()] as const)
    .filter(([, { width, height }]) => Math.min(width, height) < 43.9)
    .map(([target, { width, height }]) => `${target.outerHTML.slice(0, 80)} ${width} × ${height}`);
}

plain('the main job by the keyboard alone', { tag: '@long' }, async ({ open }) => {
  const words = await wordsIn('de');
  const screen = await open({ context: { locale: 'de' } });
  const { page } = screen;
  await screen.untilPicture();
  await tabTo(page, 'LIVE');
  await page.keyboard.press('Enter');
  await screen.untilSeen('SIGHTLINE STILL');
  await page.keyboard.press('Space');
  await expect(screen.live).toHaveAttribute('aria-pressed', 'false');
  await tabTo(page, 'PHOTO');
  await page.keyboard.press('Space');
  const sheet = page.getByRole('dialog', { name: words.photo.title });
  await expect(sheet).toContainText('SIGHTLINE STILL', { timeout: 20_000 });
  await tabTo(page, words.actions.close);
  await page.keyboard.press('Enter');
  await expect(sheet).toHaveCount(0);
  await expect(screen.photo).toBeFocused();
  await tabTo(page, words.settings.open);
  await page.keyboard.press('Enter');
  // Its file is fetched first: whoever tabs on meanwhile is elsewhere, and comes back there.
  await expect(page.getByRole('dialog', { name: words.tools.settings.title })).toBeVisible();
  await tabTo(page, words.tools.settings.languageOfBrowser);
  // Among radio buttons arrows choose.
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Settings' })).toBeFocused();
});

/** Not more than once around the page. */
async function tabTo(page: Page, name: string): Promise<void> {
  const seen: string[] = [];
  for (let i = 0; i < 25; i += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const at = document.activeElement;
      const label = at?.closest('label') ?? (at instanceof HTMLInputElement ? at.labels?.[0] : null);
      return at?.getAttribute('aria-label') ?? (label ?? at)?.textContent?.trim() ?? '';
    });
    seen.push(focused);
    if (focused !== name) continue;
    // Who sees must see where they are.
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineWidth);
    expect(Number.parseFloat(outline), `${name} shows no focus`).toBeGreaterThanOrEqual(1);
    return;
  }
  throw new Error(`The keyboard does not lead to ${name}, only to ${seen.join(', ')}.`);
}

plain('the main job by the accessibility tree alone', async ({ open }) => {
  const words = await wordsIn('de');
  const screen = await open({ context: { locale: 'de' } });
  const tree = await treeOf(screen.page);
  await expect.poll(() => tree.has('button', 'LIVE'), { timeout: 20_000 }).toBe(true);
  await tree.press('button', 'LIVE');
  await expect.poll(() => tree.state('button', 'LIVE', 'pressed')).toBe('true');
  // What is seen, and by which way it came, is in regions that are read out.
  await expect.poll(() => tree.texts('status'), { timeout: 20_000 }).toContain('SIGHTLINE STILL');
  await expect
    .poll(() => tree.texts('status'))
    .toMatch(new RegExp(`Live über UDP, Weg: ${words.route.direct}`));
  await tree.press('button', 'LIVE');
  await expect.poll(() => tree.state('button', 'LIVE', 'pressed')).toBe('false');
  await tree.press('button', 'PHOTO');
  await expect.poll(() => tree.has('dialog', words.photo.title)).toBe(true);
  await expect
    .poll(() => tree.textsIn('list', words.photo.findings), { timeout: 20_000 })
    .toContain('SIGHTLINE STILL');
  // Under a modal dialog nothing is there.
  expect(await tree.has('button', 'LIVE')).toBe(false);
  await tree.press('button', words.actions.close);
  await expect.poll(() => tree.has('button', 'LIVE')).toBe(true);
});

type AxNode = {
  nodeId: string;
  ignored: boolean;
  role?: { value: string };
  name?: { value: string };
  properties?: { name: string; value: { value: unknown } }[];
  childIds?: string[];
  backendDOMNodeId?: number;
};

/** What a screen reader has: roles, names and states, and the focus. */
async function treeOf(page: Page) {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Accessibility.enable');
  /** With those that nobody is told of: what is told of may lie below them. */
  const nodes = async () => (await session.send('Accessibility.getFullAXTree')).nodes as AxNode[];
  const find = (all: AxNode[], role: string, name: string) =>
    all.find((node) => !node.ignored && node.role?.value === role && node.name?.value === name);
  const below = (all: AxNode[], node: AxNode): AxNode[] =>
    (node.childIds ?? []).flatMap((id) => {
      const child = all.find(({ nodeId }) => nodeId === id);
      return child ? [child, ...below(all, child)] : [];
    });
  const saidBelow = (all: AxNode[], node: AxNode) =>
    below(all, node)
      .map(({ name }) => name?.value ?? '')
      .join(' ');
  return {
    has: async (role: string, name: string) => find(await nodes(), role, name) !== undefined,
    state: async (role: string, name: string, property: string) =>
      find(await nodes(), role, name)?.properties?.find((each) => each.name === property)?.value.value,
    texts: async (role: string) => {
      const all = await nodes();
      return all
        .filter((node) => !node.ignored && node.role?.value === role)
        .map((node) => saidBelow(all, node))
        .join('\n');
    },
    textsIn: async (role: string, name: string) => {
      const all = await nodes();
      const node = find(all, role, name);
      return node ? saidBelow(all, node) : '';
    },
    press: async (role: string, name: string) => {
      const node = find(await nodes(), role, name);
      if (!node?.backendDOMNodeId) throw new Error(`The tree has no ${role} named ${name}.`);
      await session.send('DOM.focus', { backendNodeId: node.backendDOMNodeId });
      await page.keyboard.press('Enter');
    },
  };
}
