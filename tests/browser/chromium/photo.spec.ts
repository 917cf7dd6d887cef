import { expect, shot, test } from '../../../kit/browser/test';
import { encodeMask } from '../../../protocol/masks/testing';

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
  await expect.poll(() => stack.interceptor.photos().at(-1)?.bytes ?? 0).toBeGreaterThan(10_000);
  expect(stack.interceptor.photos().at(-1)?.path).toMatch(/workflows/);
});

test('PHOTO while live leaves the session as it was', async ({ open }) => {
  const screen = await open();
  await screen.goLive('SIGHTLINE STILL');
  const answered = screen.page.waitForResponse((response) => response.url().includes('/v1/infer'));
  await screen.photo.click();
  expect((await answered).status()).toBe(200);
  expect(await screen.peersEver()).toBe(1);
  expect(await screen.openPeers()).toBe(1);
  expect(await screen.cameraCalls()).toBe(1);
});

test('ACC says in words what is missing where no accurate workflow is configured', async ({ open }) => {
  const screen = await open();
  await screen.untilPicture();
  const acc = screen.page
    .getByRole('button', { name: 'ACC', exact: true })
    .or(screen.page.getByRole('radio', { name: 'ACC', exact: true }));
  await acc.click({ force: true });
  await expect(screen.page.getByText(/ACCURATE_WORKFLOW_ID is missing/).first()).toBeVisible();
});

type Compared = { sent: string; points: [number, number][] };

/** How much was drawn on the photo: mean change of colour (0 to 255) in 9 × 9 px around points given as
 * shares of its sides.
 * @param drawn the picture on the page; `sent`: what the worker got, base64. */
async function changes(drawn: Element, { sent, points }: Compared): Promise<number[]> {
  const read = (picture: CanvasImageSource, width: number, height: number) => {
    const brush = new OffscreenCanvas(width, height).getContext('2d')!;
    brush.drawImage(picture, 0, 0);
    return points.map(([x, y]) => {
      const [left, top] = [Math.round(x * width) - 4, Math.round(y * height) - 4];
      return [...brush.getImageData(left, top, 9, 9).data];
    });
  };
  const bytes = Uint8Array.from(atob(sent), (letter) => letter.charCodeAt(0));
  const raw = await createImageBitmap(new Blob([bytes]));
  const before = read(raw, raw.width, raw.height);
  const after = read(drawn as HTMLImageElement, raw.width, raw.height);
  return after.map((pixels, i) => {
    const differences = pixels.map((value, k) => Math.abs(value - before[i]![k]!));
    return differences.reduce((sum, each) => sum + each, 0) / (pixels.length * 0.75);
  });
}

test('ACC: SAM3’s mask is drawn as an outline, filled, and the broken one beside it as its box', async ({
  another,
  open,
  upstream,
}) => {
  // The accurate workflow's answer as inference v1.5.0 gives it over HTTP, for an ellipse left of the middle.
  const at = (x: number, y: number) => Math.hypot((x - 480) / 200, (y - 360) / 240) < 1;
  const seen = { confidence: 0.91, class_id: 0, parent_id: 'image' };
  const ellipse = { ...seen, x: 480, y: 360, width: 400, height: 480, class: 'cup', detection_id: 'a' };
  const box = { ...seen, x: 1000, y: 360, width: 200, height: 200, class: 'spoon', detection_id: 'b' };
  const predictions = [
    { ...ellipse, rle_mask: encodeMask({ rows: 720, columns: 1280, at }) },
    { ...box, rle_mask: { size: [720, 1280], counts: 'broken' } },
  ];
  const body = {
    outputs: [{ sam: { image: { width: 1280, height: 720 }, predictions } }],
    profiler_trace: [],
  };
  upstream.answer({ status: 200, body });
  const app = await another({
    ROBOFLOW_SERVER_URL: upstream.url,
    ACCURATE_WORKFLOW_ID: 'sam3',
  });
  const screen = await open({ context: { baseURL: app.url }, viewport: { width: 1280, height: 800 } });
  const { page } = screen;
  await screen.untilPicture();
  await page.getByRole('button', { name: 'ACC', exact: true }).click();
  await screen.photo.click();
  const dialog = page.getByRole('dialog', { name: 'Photo' });
  await expect(dialog.getByRole('listitem')).toHaveText([/cup.*91 %/, /spoon.*91 %/]);
  await page.screenshot({ path: shot('photo-masks.png') });
  const request = upstream.requests.at(-1)!;
  expect(request.path).toBe('/local/workflows/sam3');
  const photo = JSON.parse(request.body).inputs.image.value as string;
  const picture = dialog.getByRole('img', { name: /2 found/ });
  const [middle, byEdge, corner, outside, spoon] = await picture.evaluate(changes, {
    sent: photo,
    points: [
      [480, 360],
      [480 + 130, 360 + 156],
      // Within the box, outside the ellipse.
      [480 + 160, 360 + 192],
      [760, 120],
      [1000, 360],
    ].map(([x, y]) => [x! / 1280, y! / 720] as [number, number]),
  });
  for (const filled of [middle, byEdge]) expect(filled).toBeGreaterThan(12);
  for (const left of [corner, outside, spoon]) expect(left).toBeLessThan(6);
});
