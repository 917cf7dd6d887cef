/**
 * Photos of signs on paper, made here, with the true outline of each sign: under uneven light, noisy,
 * blurred, turned.
 */
import type { Point } from '../../../../protocol/masks/contour';
import { boxAround } from '../../../../protocol/masks/outline';
import type { Picture } from '../../boxes';
import type { Extent } from '../../geometry';
import { createRandom, type Random } from './random';
import { marksOf, outlineOf, type SignName } from './shapes';

export type Colour = [number, number, number];

export type Sign = {
  name: SignName;
  /** Middle and size, px. */
  x: number;
  y: number;
  size: number;
  /** Radians. */
  angle: number;
  filled: boolean;
  /** px of an outline's line. */
  stroke: number;
  ink: Colour;
  /** Of an outline, the share that the hand left open. */
  gap?: number;
  /** How far the hand is off, share of the size. */
  wobble?: number;
};

export type Light = {
  paper: Colour;
  /** By how much the light falls off over the picture, to the right and downwards; share. */
  fallX: number;
  fallY: number;
  /** By how much the corners are darker than the middle; share. */
  corners: number;
  /** Deviation, levels. */
  noise: number;
  /** px over which an edge is spread. */
  blur: number;
};

/**
 * A sign as it was drawn. `within` says of a point in px whether it is in the sign: on its line or inside it.
 */
export type Drawn = Sign & { box: Extent; within(x: number, y: number): boolean };

export type Scene = { picture: Picture; signs: Drawn[] };

export function renderScene(
  size: { width: number; height: number },
  light: Light,
  signs: Sign[],
  seed = 1,
): Scene {
  const random = createRandom(seed);
  const picture = { ...size, data: new Uint8Array(size.width * size.height * 3) };
  paintPaper(picture, light, random);
  return { picture, signs: signs.map((sign) => paintSign(picture, light, sign, random)) };
}

function shadeAt({ width, height }: Picture, light: Light, x: number, y: number): number {
  const [u, v] = [x / width - 0.5, y / height - 0.5];
  return (1 + light.fallX * u + light.fallY * v) * (1 - light.corners * 2 * (u * u + v * v));
}

function paintPaper(picture: Picture, light: Light, random: Random): void {
  const { width, height, data } = picture;
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 3) {
      const shade = shadeAt(picture, light, x, y);
      for (let channel = 0; channel < 3; channel += 1)
        data[at + channel] = level((light.paper[channel] ?? 0) * shade + light.noise * random.bell());
    }
}

function level(value: number): number {
  return Math.max(0, Math.min(255, Math.round(value)));
}

function paintSign(picture: Picture, light: Light, sign: Sign, random: Random): Drawn {
  const line = placed(outlineOf(sign.name), sign, random);
  const marks = marksOf(sign.name).map((mark) => placed(mark, { ...sign, wobble: 0 }, random));
  const open = line.slice(0, Math.round(line.length * (1 - (sign.gap ?? 0))) + 1);
  const half = sign.filled ? 0 : sign.stroke / 2;
  const inked = (x: number, y: number): number => {
    // A filled sign's marks are paper.
    const mark = Math.min(...marks.map((each) => signedDistance(each, x, y)));
    if (sign.filled) return Math.max(signedDistance(line, x, y), -mark);
    const stroke = (sign.gap ? distanceTo(open, x, y, false) : distanceTo(line, x, y, true)) - half;
    return Math.min(stroke, mark);
  };
  const around = boxAround(line);
  const box = { ...around, width: around.width + 2 * half, height: around.height + 2 * half };
  paintInk(picture, light, box, sign.ink, inked, random);
  return {
    ...sign,
    box,
    within: (x, y) => contains(line, x, y) || (half > 0 && distanceTo(line, x, y, true) < half),
  };
}

function placed(points: Point[], { x, y, size, angle, wobble = 0 }: Sign, random: Random): Point[] {
  const [cos, sin] = [(Math.cos(angle) * size) / 2, (Math.sin(angle) * size) / 2];
  const waves = [2, 3, 5].map((turns) => ({
    turns,
    start: random.between(0, 6.3),
    reach: wobble * random.unit(),
  }));
  return dense(points).map((point) => {
    const turn = Math.atan2(point.y, point.x);
    const off = waves.reduce(
      (sum, { turns, start, reach }) => sum + reach * Math.sin(turns * turn + start),
      1,
    );
    return { x: x + (point.x * cos - point.y * sin) * off, y: y + (point.x * sin + point.y * cos) * off };
  });
}

/** More points on straight sides, so that a hand can bend them and a gap may lie anywhere. */
function dense(points: Point[]): Point[] {
  const each = Math.max(1, Math.ceil(64 / points.length));
  return points.flatMap((point, index) => {
    const next = points[(index + 1) % points.length] ?? point;
    return Array.from({ length: each }, (_, step) => ({
      x: point.x + ((next.x - point.x) * step) / each,
      y: point.y + ((next.y - point.y) * step) / each,
    }));
  });
}

function paintInk(
  picture: Picture,
  light: Light,
  box: Extent,
  ink: Colour,
  inked: (x: number, y: number) => number,
  random: Random,
): void {
  const reach = 2 + light.blur;
  const { width, height, data } = picture;
  const left = Math.max(0, Math.floor(box.x - box.width / 2 - reach));
  const right = Math.min(width, Math.ceil(box.x + box.width / 2 + reach));
  const bottom = Math.min(height, Math.ceil(box.y + box.height / 2 + reach));
  for (let y = Math.max(0, Math.floor(box.y - box.height / 2 - reach)); y < bottom; y += 1)
    for (let x = left; x < right; x += 1) {
      const share = Math.max(0, Math.min(1, 0.5 - inked(x + 0.5, y + 0.5) / Math.max(1, light.blur)));
      if (share === 0) continue;
      const shade = shadeAt(picture, light, x, y);
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel += 1) {
        const dark = (ink[channel] ?? 0) * shade + light.noise * random.bell();
        data[at + channel] = level((data[at + channel] ?? 0) * (1 - share) + dark * share);
      }
    }
}

/** px; negative inside. */
function signedDistance(line: Point[], x: number, y: number): number {
  const distance = distanceTo(line, x, y, true);
  return contains(line, x, y) ? -distance : distance;
}

function contains(line: Point[], x: number, y: number): boolean {
  let inside = false;
  let a = line.at(-1) ?? { x: 0, y: 0 };
  for (const b of line) {
    if (a.y > y !== b.y > y && x < a.x + ((y - a.y) / (b.y - a.y)) * (b.x - a.x)) inside = !inside;
    a = b;
  }
  return inside;
}

function distanceTo(line: Point[], x: number, y: number, closed: boolean): number {
  let least = Number.POSITIVE_INFINITY;
  for (let index = closed ? 0 : 1; index < line.length; index += 1) {
    const a = line[index === 0 ? line.length - 1 : index - 1] ?? { x, y };
    const b = line[index] ?? a;
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.max(0, Math.min(1, along));
    const [offX, offY] = [x - a.x - t * dx, y - a.y - t * dy];
    // Not hypot: it is ten times as slow, and this is most of what a rendered photo costs.
    least = Math.min(least, offX * offX + offY * offY);
  }
  return Math.sqrt(least);
}
