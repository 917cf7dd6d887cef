import type { PlanePlan } from './plan';
import type { Plane } from './reduce';
import { SHARE_BITS } from './taps';

const WHOLE = 1 << SHARE_BITS;
const ROUND = 1 << (2 * SHARE_BITS - 1);

/** Writes one row of a plane from `at` on, each sample blended from four and rounded. */
export function blendRow(
  { data, offset }: Plane,
  { across, down }: PlanePlan,
  row: number,
  into: Uint8Array,
  at: number,
): void {
  const { first, second, share } = across;
  const upper = offset + (down.first[row] as number);
  const lower = offset + (down.second[row] as number);
  const low = down.share[row] as number;
  const high = WHOLE - low;
  for (let column = 0; column < first.length; column += 1) {
    const a = first[column] as number;
    const b = second[column] as number;
    const right = share[column] as number;
    const atLeft = (data[upper + a] as number) * high + (data[lower + a] as number) * low;
    const atRight = (data[upper + b] as number) * high + (data[lower + b] as number) * low;
    into[at + column] = (atLeft * (WHOLE - right) + atRight * right + ROUND) >> (2 * SHARE_BITS);
  }
}
