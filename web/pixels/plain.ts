/** The same as kernels.c, in JavaScript. */
import type { Found, Pixels, Plane, Samples } from './types';

/** Of a corner's window around its middle, px. */
const REACH = 2;
const MOST_STEPS = 6;
/** Least eigenvalue of a patch's gradients, each px²: below it the patch is flat, or an edge that may slide. */
const FLAT = 1.5;
const MOST_RADIUS = 8;
const SIDE = 2 * MOST_RADIUS + 1;

const patch = new Float32Array((SIDE + 2) * (SIDE + 2));
const slopeX = new Float32Array(SIDE * SIDE);
const slopeY = new Float32Array(SIDE * SIDE);
const found = { x: 0, y: 0, error: 0, slope: 0 };

const bytes = (count: number) => new Uint8Array(count);

const mean = (a: number, b: number) => (a + b + 1) >> 1;
/** (a + 3 b + 3 c + d) / 8 */
const mixed = (a: number, b: number, c: number, d: number) => mean(mean(mean(a, b), mean(c, d)), mean(b, c));

/** Of the row that is being halved, what each column comes to. */
let columns = new Uint8Array();

function halve(from: Plane, to: Plane): void {
  const { width } = from;
  if (columns.length < width) columns = new Uint8Array(width);
  for (let y = 0, out = 0; y < to.height; y += 1) {
    mixColumns(from, 2 * y);
    for (let x = 0; x < to.width; x += 1, out += 1)
      to.luma[out] = mixed(
        columns[x > 0 ? 2 * x - 1 : 0] as number,
        columns[2 * x] as number,
        columns[2 * x + 1] as number,
        columns[Math.min(width - 1, 2 * x + 2)] as number,
      );
  }
}

/** Of the rows `y` and the next, and those around them. */
function mixColumns({ luma, width, height }: Plane, y: number): void {
  const first = y * width;
  const second = first + width;
  const above = y > 0 ? first - width : first;
  const below = y + 2 < height ? second + width : second;
  for (let x = 0; x < width; x += 1)
    columns[x] = mixed(
      luma[above + x] as number,
      luma[first + x] as number,
      luma[second + x] as number,
      luma[below + x] as number,
    );
}

function shrink(luma: Uint8Array, stride: number, { columns, rows }: Samples, to: Plane): void {
  for (let y = 0, out = 0; y < to.height; y += 1) {
    const row = (rows[y] as number) * stride;
    for (let x = 0; x < to.width; x += 1, out += 1) {
      const at = row + (columns[x] as number);
      const sum =
        (luma[at] as number) +
        (luma[at + 1] as number) +
        (luma[at + stride] as number) +
        (luma[at + stride + 1] as number);
      to.luma[out] = (sum + 2) >> 2;
    }
  }
}

function strength({ luma, width }: Plane, x: number, y: number): number {
  let [xx, xy, yy] = [0, 0, 0];
  for (let row = -REACH; row <= REACH; row += 1) {
    for (let at = (y + row) * width + x - REACH, end = at + 2 * REACH; at <= end; at += 1) {
      const gx = ((luma[at + 1] as number) - (luma[at - 1] as number)) / 2;
      const gy = ((luma[at + width] as number) - (luma[at - width] as number)) / 2;
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
    }
  }
  return (xx + yy - Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
}

const step: Pixels['step'] = (from, to, x, y, guessX, guessY, radius, still) => {
  if (!isInside(from, x, y, radius + 1)) return null;
  const side = 2 * radius + 1;
  sample(from, x - radius - 1, y - radius - 1, side + 2);
  let [xx, xy, yy, sumX, sumY] = [0, 0, 0, 0, 0];
  for (let row = 0, at = 0; row < side; row += 1) {
    let mid = (row + 1) * (side + 2) + 1;
    for (let column = 0; column < side; column += 1, at += 1, mid += 1) {
      const gx = ((patch[mid + 1] as number) - (patch[mid - 1] as number)) / 2;
      const gy = ((patch[mid + side + 2] as number) - (patch[mid - side - 2] as number)) / 2;
      slopeX[at] = gx;
      slopeY[at] = gy;
      xx += gx * gx;
      xy += gx * gy;
      yy += gy * gy;
      sumX += slopeX[at] as number;
      sumY += slopeY[at] as number;
    }
  }
  const det = xx * yy - xy * xy;
  const least = (xx + yy - Math.sqrt((xx - yy) * (xx - yy) + 4 * xy * xy)) / 2;
  if (least < FLAT * side * side || det <= 0) return null;
  found.slope = Math.sqrt((xx + yy) / (side * side));
  return descend(to, guessX, guessY, radius, still, { xx, xy, yy, det, sumX, sumY });
};

const pixels: Pixels = { bytes, halve, shrink, strength, step };

export const plainPixels = (): Pixels => pixels;

/** Sums over a patch's gradients: their squares, the determinant of those, and the gradients themselves. */
type Gradients = { xx: number; xy: number; yy: number; det: number; sumX: number; sumY: number };

function descend(
  to: Plane,
  guessX: number,
  guessY: number,
  radius: number,
  still: number,
  { xx, xy, yy, det, sumX, sumY }: Gradients,
): Found | null {
  const side = 2 * radius + 1;
  const count = side * side;
  const { luma, width } = to;
  let [u, v] = [guessX, guessY];
  for (let turn = 0; turn < MOST_STEPS; turn += 1) {
    if (!isInside(to, u, v, radius)) return null;
    const [left, topY] = [u - radius, v - radius];
    const [x0, y0] = [Math.floor(left), Math.floor(topY)];
    const [fx, fy] = [left - x0, topY - y0];
    const w11 = fx * fy;
    const w10 = fy - w11;
    const w01 = fx - w11;
    const w00 = 1 - fx - fy + w11;
    let [bx, by, sum, off] = [0, 0, 0, 0];
    for (let row = 0, at = 0; row < side; row += 1) {
      let px = (y0 + row) * width + x0;
      let mid = (row + 1) * (side + 2) + 1;
      // The right px of one sample are the left ones of the next.
      let upper = luma[px] as number;
      let lower = luma[px + width] as number;
      for (let column = 0; column < side; column += 1, at += 1, mid += 1) {
        px += 1;
        const upperRight = luma[px] as number;
        const lowerRight = luma[px + width] as number;
        const value = w00 * upper + w01 * upperRight + w10 * lower + w11 * lowerRight;
        upper = upperRight;
        lower = lowerRight;
        const diff = (patch[mid] as number) - value;
        bx += (slopeX[at] as number) * diff;
        by += (slopeY[at] as number) * diff;
        sum += diff;
        off += diff < 0 ? -diff : diff;
      }
    }
    const mean = sum / count;
    bx -= mean * sumX;
    by -= mean * sumY;
    const mx = (yy * bx - xy * by) / det;
    const my = (xx * by - xy * bx) / det;
    u += mx;
    v += my;
    found.error = off / count;
    if (mx * mx + my * my < still * still) break;
  }
  found.x = u;
  found.y = v;
  return isInside(to, u, v, radius) ? found : null;
}

/** Into `patch`: `side` × `side` samples from (`left`, `top`) on. */
function sample({ luma, width }: Plane, left: number, top: number, side: number): void {
  const [x0, y0] = [Math.floor(left), Math.floor(top)];
  const [fx, fy] = [left - x0, top - y0];
  const w11 = fx * fy;
  const w10 = fy - w11;
  const w01 = fx - w11;
  const w00 = 1 - fx - fy + w11;
  for (let row = 0, at = 0; row < side; row += 1) {
    let px = (y0 + row) * width + x0;
    for (let column = 0; column < side; column += 1, at += 1, px += 1)
      patch[at] =
        w00 * (luma[px] as number) +
        w01 * (luma[px + 1] as number) +
        w10 * (luma[px + width] as number) +
        w11 * (luma[px + width + 1] as number);
  }
}

/** Whether all samples around a point, and the px right of and below the last, lie in the picture. */
function isInside({ width, height }: Plane, x: number, y: number, radius: number): boolean {
  return x - radius >= 0 && y - radius >= 0 && x + radius < width - 1 && y + radius < height - 1;
}
