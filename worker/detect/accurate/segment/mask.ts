/** Black and white pictures of one byte a pixel, and what can be done to them. */

/** `inside` is 1 within and 0 outside, row by row. */
export type Mask = { width: number; height: number; inside: Uint8Array };

/** Sides of a mask. */
export type Sides = { left: boolean; top: boolean; right: boolean; bottom: boolean };

/**
 * Steps of 3 to a neighbour and 4 over a corner: 3 is 1 px, at most 8 % off (Borgefors,
 * https://doi.org/10.1016/S0734-189X(86)80047-0).
 */
const SIDE = 3;
const CORNER = 4;
const FAR = 0x3fff;

export function areaOf({ inside }: Mask): number {
  let area = 0;
  for (const value of inside) area += value;
  return area;
}

/** From each pixel to the nearest of the inside, or of the outside, in thirds of a px. */
export type Steps = { width: number; height: number; steps: Uint16Array };

export function stepsToInside(mask: Mask): Steps {
  return stepsTo(mask, 1);
}

/** Everything within `radius` px of the inside. */
export function grown({ width, height, steps }: Steps, radius: number): Mask {
  const limit = radius * SIDE;
  const inside = new Uint8Array(steps.length);
  for (let at = 0; at < steps.length; at += 1) inside[at] = (steps[at] ?? FAR) <= limit ? 1 : 0;
  return { width, height, inside };
}

/**
 * The inside without what is within `radius` px of the outside. Beyond the mask's own sides nothing is
 * outside.
 */
export function shrunk(mask: Mask, radius: number): Mask {
  if (radius <= 0) return mask;
  const { steps } = stepsTo(mask, 0);
  const limit = radius * SIDE;
  const inside = new Uint8Array(steps.length);
  for (let at = 0; at < steps.length; at += 1) inside[at] = (steps[at] ?? FAR) > limit ? 1 : 0;
  return { ...mask, inside };
}

function stepsTo({ width, height, inside }: Mask, value: 0 | 1): Steps {
  const steps = new Uint16Array(inside.length);
  for (let at = 0; at < inside.length; at += 1) steps[at] = inside[at] === value ? 0 : FAR;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) relax(steps, width, height, x, y, -1);
  for (let y = height - 1; y >= 0; y -= 1)
    for (let x = width - 1; x >= 0; x -= 1) relax(steps, width, height, x, y, 1);
  return { width, height, steps };
}

/** @param way -1 to look at the row above and the pixel before, 1 for the row below and the pixel after */
function relax(steps: Uint16Array, width: number, height: number, x: number, y: number, way: -1 | 1): void {
  const at = y * width + x;
  let least = steps[at] ?? FAR;
  if (least === 0) return;
  const beside = x + way;
  if (beside >= 0 && beside < width) least = Math.min(least, (steps[at + way] ?? FAR) + SIDE);
  if (y + way >= 0 && y + way < height) {
    const row = at + way * width;
    least = Math.min(least, (steps[row] ?? FAR) + SIDE);
    if (x > 0) least = Math.min(least, (steps[row - 1] ?? FAR) + CORNER);
    if (x + 1 < width) least = Math.min(least, (steps[row + 1] ?? FAR) + CORNER);
  }
  steps[at] = least;
}

/**
 * The inside with its holes: all that cannot be reached from outside.
 * @param walls sides from which nothing is reached, because the picture ends there: a ring cut by it stays a
 * ring
 */
export function filled(mask: Mask, walls: Sides): Mask {
  const { width, height } = mask;
  const outside = new Uint8Array(width * height);
  const queue = entrances(width, height, walls);
  while (queue.length > 0) {
    const at = queue.pop() ?? 0;
    if (outside[at] === 1 || mask.inside[at] === 1) continue;
    outside[at] = 1;
    const x = at % width;
    if (x > 0) queue.push(at - 1);
    if (x + 1 < width) queue.push(at + 1);
    if (at >= width) queue.push(at - width);
    if (at + width < outside.length) queue.push(at + width);
  }
  const inside = new Uint8Array(outside.length);
  for (let at = 0; at < inside.length; at += 1) inside[at] = outside[at] === 1 ? 0 : 1;
  return { ...mask, inside };
}

function entrances(width: number, height: number, walls: Sides): number[] {
  const pixels: number[] = [];
  for (let x = 0; x < width; x += 1) {
    if (!walls.top) pixels.push(x);
    if (!walls.bottom) pixels.push((height - 1) * width + x);
  }
  for (let y = 0; y < height; y += 1) {
    if (!walls.left) pixels.push(y * width);
    if (!walls.right) pixels.push(y * width + width - 1);
  }
  return pixels;
}

/** One part of a mask, whose pixels touch by a side or a corner. */
export type Part = { pixels: number[] };

export function partsOf({ width, height, inside }: Mask): Part[] {
  const left = Uint8Array.from(inside);
  const parts: Part[] = [];
  for (let start = 0; start < left.length; start += 1) {
    if (left[start] === 1) parts.push({ pixels: takePart(left, width, height, start) });
  }
  return parts;
}

function takePart(left: Uint8Array, width: number, height: number, start: number): number[] {
  const pixels = [start];
  left[start] = 0;
  for (const at of pixels) {
    const x = at % width;
    const y = (at - x) / width;
    for (let py = Math.max(0, y - 1); py <= Math.min(height - 1, y + 1); py += 1)
      for (let px = Math.max(0, x - 1); px <= Math.min(width - 1, x + 1); px += 1) {
        const next = py * width + px;
        if (left[next] !== 1) continue;
        left[next] = 0;
        pixels.push(next);
      }
  }
  return pixels;
}
