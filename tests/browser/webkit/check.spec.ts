import { expect, needsWebkit, test } from './test';

needsWebkit();

test('the connection check says that this browser has no live video, and what works', async ({
  visit,
  stack,
}) => {
  const screen = await visit();
  const before = stack.app.output().length;
  await screen.run(() => location.assign('/check'));
  const verdict = () =>
    screen.run(() => document.querySelector('[data-verdict]')?.getAttribute('data-verdict') ?? null);
  await expect.poll(verdict, { timeout: 15_000 }).toBe('no_webrtc');
  expect(
    await screen.run(() => document.querySelector('[data-testid=verdict]')?.textContent ?? ''),
  ).toContain('This browser cannot send live video.');
  // No pass was made for what cannot be used.
  expect(stack.app.output().slice(before)).not.toMatch(/webrtc-turn-config/);
});
