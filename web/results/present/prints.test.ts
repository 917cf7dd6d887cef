import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../kit/figures/random';
import { painter } from '../../../kit/scenes/tracked/paint';
import { trackedScene } from '../../../kit/scenes/tracked/scenes';
import { fingerprintOf, readFingerprint, writeFingerprint } from '../../../protocol/fingerprint';
import { GreyRing, type Plane } from './grey';
import { findPrinted } from './prints';

function filmed(name: string) {
  const paint = painter(trackedScene(name), 240, 180, null);
  const ring = new GreyRing();
  const planes = Array.from({ length: 30 }, (_, n) => paint(0.4 + n / 30));
  for (const [n, plane] of planes.entries()) ring.push(plane, 1_000 + n * 33);
  return { frames: ring.all, planes };
}

/** As a worker sees it: video range, with a codec's noise. */
function sent({ luma, width, height }: Plane): Uint8Array {
  const random = createRandom(2);
  return fingerprintOf(
    luma.map((value) => 16 + (value * 219) / 255 + random.normal() * 4),
    width,
    height,
  );
}

describe('a frame by its fingerprint', () => {
  it('is found among its neighbours though the clock is off by a fifth of a second', () => {
    const { frames, planes } = filmed('crossing');
    for (const n of [3, 11, 20, 27]) {
      const found = findPrinted(frames, sent(planes[n] as Plane), 1_000 + n * 33 + 150);
      expect([found?.frame.timeMs, found?.isClear]).toEqual([1_000 + n * 33, true]);
    }
  });

  it('is the one that the clock says where nothing moves', () => {
    const { frames, planes } = filmed('still');
    const found = findPrinted(frames, sent(planes[5] as Plane), 1_000 + 20 * 33);
    expect(Math.abs((found?.frame.timeMs ?? 0) - 1_660)).toBeLessThan(70);
    expect(found?.isClear).toBe(false);
  });

  it('is none that was captured after the result can have been sent for', () => {
    const { frames, planes } = filmed('still');
    const found = findPrinted(frames, sent(planes[5] as Plane), 1_000 + 20 * 33, 1_000 + 10 * 33);
    expect(found?.frame.timeMs).toBeLessThanOrEqual(1_330);
  });

  it('is none of another picture’s', () => {
    const { frames } = filmed('crossing');
    const other = Uint8Array.from({ length: 108 }, (_, at) => (at * 97) % 256);
    expect(findPrinted(frames, other, 1_300)).toBeNull();
  });
});

it('is read as written, and nothing else is', () => {
  const print = Uint8Array.from({ length: 108 }, (_, at) => at * 2);
  expect(readFingerprint(writeFingerprint(print))).toEqual(print);
  for (const odd of [null, 7, '', 'AAAA', '*'.repeat(144), undefined])
    expect(readFingerprint(odd)).toBeNull();
});
