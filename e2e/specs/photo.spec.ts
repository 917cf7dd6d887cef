import { expect, test } from '../harness/test';

test('PHOTO sends a picture’s bytes and shows what is on it', async ({ open, stack }) => {
  const screen = await open();
  await screen.untilPicture();
  const sent = screen.page.waitForRequest((request) => request.url().includes('/v1/infer'));
  await screen.photo.click();
  const request = await sent;
  expect(request.method()).toBe('POST');
  expect(request.headers()['content-type']).toMatch(/^image\/(jpeg|png|webp)$/);
  await expect(screen.page.getByText('SIGHTLINE STILL').first()).toBeVisible({ timeout: 15_000 });
  // Playwright does not see the body of a Blob; what the worker was sent tells as well.
  await expect.poll(() => stack.door.posts.at(-1)?.bytes ?? 0).toBeGreaterThan(10_000);
  expect(stack.door.posts.at(-1)?.path).toMatch(/workflows/);
});

test('PHOTO while live leaves the session as it was', async ({ open }) => {
  const screen = await open();
  await screen.live.click();
  await screen.untilSeen('SIGHTLINE STILL');
  const answered = screen.page.waitForResponse((response) => response.url().includes('/v1/infer'));
  await screen.photo.click();
  expect((await answered).status()).toBe(200);
  expect(await screen.peersEver()).toBe(1);
  expect(await screen.openPeers()).toBe(1);
  expect(await screen.cameraCalls()).toBe(1);
});

test('ACC says in words that the embedded worker has no accurate workflow', async ({ open }) => {
  const screen = await open();
  await screen.untilPicture();
  const acc = screen.page
    .getByRole('button', { name: 'ACC', exact: true })
    .or(screen.page.getByRole('radio', { name: 'ACC', exact: true }));
  await acc.click({ force: true });
  await expect(screen.page.getByText(/no accurate workflow yet/i).first()).toBeVisible();
});
