/** What a frame looks like the right way up: by this the page knows which of its own frames it was. */
import { FINGERPRINT, fingerprintOf, writeFingerprint } from '../../protocol/fingerprint';
import { uprightPoint } from '../media/upright';
import type { VideoFrame } from '../media/wrtc';

/** Must be taken before a detector takes the frame's bytes away. */
export function uprightFingerprint({ width, height, rotation, data }: VideoFrame): string {
  const { columns, rows } = FINGERPRINT;
  const isOnItsSide = rotation % 180 !== 0;
  const grid = isOnItsSide ? { width: rows, height: columns } : { width: columns, height: rows };
  const stored = fingerprintOf(data, width, height, grid.width, grid.height);
  const upright = new Uint8Array(stored.length);
  for (const [at, mean] of stored.entries()) {
    const middle = { x: (at % grid.width) + 0.5, y: Math.floor(at / grid.width) + 0.5 };
    const { x, y } = uprightPoint(middle, grid, { rotation, mirrored: false });
    upright[Math.floor(y) * columns + Math.floor(x)] = mean;
  }
  return writeFingerprint(upright);
}
