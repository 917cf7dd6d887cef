/** A line of text, cut out of a picture and laid level. */
import type { Planes } from './planes';
import type { Turned } from './rectangle';

/** Planes B, G, R, each `width × height`, from -1 to 1: what the reading network takes. */
export type Strip = { data: Float32Array; width: number; height: number };

/** px, the network's own. */
const HEIGHT = 48;
/** A step of the network is eight px wide. */
const STEP = 8;
/** So many times as long as high: a line of a hundred letters. Longer ones are squeezed. */
const MOST_WIDTH = 40 * HEIGHT;

/**
 * @param line in px of the picture; what of it lies outside repeats the picture's edge
 * @returns its width is a multiple of the network's step, mid-grey where the line ends before
 */
export function cutStrip(picture: Planes, line: Turned): Strip {
  const inner = Math.max(1, Math.min(MOST_WIDTH, Math.round((line.width * HEIGHT) / line.height)));
  const width = Math.ceil(inner / STEP) * STEP;
  const data = new Float32Array(3 * width * HEIGHT);
  const [cos, sin] = [Math.cos(line.angle), Math.sin(line.angle)];
  for (let row = 0; row < HEIGHT; row += 1) {
    const across = ((row + 0.5) / HEIGHT - 0.5) * line.height;
    for (let column = 0; column < inner; column += 1) {
      const along = ((column + 0.5) / inner - 0.5) * line.width;
      const x = line.x + along * cos - across * sin - 0.5;
      const y = line.y + along * sin + across * cos - 0.5;
      sample(picture, { x, y }, data, row * width + column);
    }
  }
  return { data, width, height: HEIGHT };
}

/** Blends four px. @param at of the first plane */
function sample(
  { data, width, height }: Planes,
  { x, y }: { x: number; y: number },
  into: Float32Array,
  at: number,
): void {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [left, right] = [clamp(x0, width), clamp(x0 + 1, width)];
  const [top, bottom] = [clamp(y0, height) * width, clamp(y0 + 1, height) * width];
  const [area, target] = [width * height, into.length / 3];
  for (let channel = 0; channel < 3; channel += 1) {
    const from = channel * area;
    const upper = mix(data[from + top + left] as number, data[from + top + right] as number, x - x0);
    const lower = mix(data[from + bottom + left] as number, data[from + bottom + right] as number, x - x0);
    into[at + (2 - channel) * target] = 2 * mix(upper, lower, y - y0) - 1;
  }
}

const mix = (one: number, other: number, share: number) => one + (other - one) * share;
const clamp = (at: number, count: number) => Math.min(count - 1, Math.max(0, at));
