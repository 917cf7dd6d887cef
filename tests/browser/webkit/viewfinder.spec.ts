import type { WebkitScreen } from './screen';
import { DESKTOP, expect, keepShot, needsWebkit, PHONE, test } from './test';

needsWebkit();

/** What the video shows now, 32 by 18 px, row by row. */
function picture(screen: WebkitScreen): Promise<number[]> {
  return screen.run(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [32, 18];
    const brush = canvas.getContext('2d');
    brush?.drawImage(document.querySelector('video') as HTMLVideoElement, 0, 0, 32, 18);
    return [...(brush?.getImageData(0, 0, 32, 18).data ?? [])];
  });
}

for (const viewport of [PHONE, DESKTOP]) {
  const size = `${viewport.width}x${viewport.height}`;
  test(`the viewfinder shows a moving picture, ${size}`, async ({ visit }) => {
    const screen = await visit({ viewport });
    await screen.untilPicture();
    const before = await picture(screen);
    // A blank picture would not move either, but this says which it is.
    expect(new Set(before).size).toBeGreaterThan(8);
    await expect.poll(() => picture(screen), 'it stands still').not.toEqual(before);
    const { video, page } = await screen.run(() => {
      const { x, y, width, height } = document.querySelector('video')!.getBoundingClientRect();
      return { video: [x, y, width, height], page: [innerWidth, innerHeight] };
    });
    expect(page).toEqual([viewport.width, viewport.height]);
    expect(video).toEqual([0, 0, viewport.width, viewport.height]);
    await keepShot(screen, `viewfinder-${size}`);
  });
}

test('FAST and ACC: one is chosen, and what is missing for the other is said', async ({ visit }) => {
  const screen = await visit();
  await screen.untilPicture();
  expect(await screen.isPressed('FAST')).toBe('true');
  await screen.press('ACC');
  await expect.poll(() => screen.text('.lower')).toMatch(/ACCURATE_WORKFLOW_ID is missing/);
  expect([await screen.isPressed('FAST'), await screen.isPressed('ACC')]).toEqual(['true', 'false']);
});
