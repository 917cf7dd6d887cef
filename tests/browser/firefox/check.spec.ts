import { expect, test, WITHOUT_FIREFOX } from './test';

test.skip(...WITHOUT_FIREFOX);

const DONE = { timeout: 15_000 };

test('the connection check: ENH works by TLS on 443, and detection directly', async ({
  openFirefox,
  stack,
}) => {
  const sessions = await stack.worker.sessionsEver();
  const screen = await openFirefox({ path: '/check', scene: null });
  const verdict = () =>
    screen.page.evaluate(() => document.querySelector('[data-verdict]')?.getAttribute('data-verdict'));
  const outcome = (check: string) =>
    screen.page.evaluate(
      (name) => document.querySelector(`[data-check="${name}"]`)?.getAttribute('data-outcome'),
      check,
    );
  await expect.poll(verdict, DONE).toBe('use_enh');
  expect(await outcome('relayTls')).toBe('works');
  expect(await screen.openPeers()).toBe(0);
  expect(await screen.cameraCalls()).toBe(0);
  expect(await stack.worker.sessionsEver()).toBe(sessions);
  await screen.press('Test detection, too');
  await expect.poll(() => outcome('worker'), DONE).toBe('direct');
  expect(await verdict()).toBe('direct_works');
  expect(await screen.openPeers()).toBe(0);
});
