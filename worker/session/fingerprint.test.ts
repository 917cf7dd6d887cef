import { expect, it } from 'vitest';
import type { Rotation } from '../media/upright';
import { uprightFingerprint } from './fingerprint';

/** 48 × 36 upright, brighter to the right and darker downwards, stored turned by `rotation`. */
function stored(rotation: Rotation) {
  const upright = { width: 48, height: 36 };
  const isOnItsSide = rotation % 180 !== 0;
  const [width, height] = isOnItsSide ? [36, 48] : [48, 36];
  const data = new Uint8Array(width * height * 1.5).fill(128);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [ux, uy] =
        rotation === 90
          ? [upright.width - 1 - y, x]
          : rotation === 180
            ? [upright.width - 1 - x, upright.height - 1 - y]
            : rotation === 270
              ? [y, upright.height - 1 - x]
              : [x, y];
      data[y * width + x] = 100 + ux * 2 - uy;
    }
  return { width, height, rotation, data };
}

it('is the same however the phone stores the frame', () => {
  const upright = uprightFingerprint(stored(0));
  for (const rotation of [90, 180, 270] as const) expect(uprightFingerprint(stored(rotation))).toBe(upright);
});
