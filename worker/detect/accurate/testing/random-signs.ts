/** Signs and light by chance, within what a phone's photo of a sheet of paper shows. */
import type { Random } from './random';
import type { Colour, Light, Sign } from './scene';
import { SIGNS } from './shapes';

const PAPERS: Colour[] = [
  [236, 234, 228],
  [218, 214, 200],
  [205, 212, 222],
  [196, 190, 180],
];
const INKS: Colour[] = [
  [28, 28, 34],
  [30, 50, 140],
  [170, 36, 40],
  [26, 110, 62],
  [110, 110, 116],
];

export function randomLight(random: Random, blur: number): Light {
  return {
    paper: pick(PAPERS, random),
    fallX: random.between(-0.5, 0.5),
    fallY: random.between(-0.5, 0.5),
    corners: random.between(0, 0.4),
    noise: random.between(1, 7),
    blur,
  };
}

/** @param size px of the whole sign */
export function randomSign(random: Random, x: number, y: number, size: number): Sign {
  const filled = random.unit() < 0.4;
  const byHand = random.unit() < 0.5;
  return {
    name: pick(SIGNS, random),
    x,
    y,
    size,
    angle: random.between(-0.5, 0.5),
    filled,
    stroke: Math.max(1.2, size * random.between(0.03, 0.08)),
    ink: pick(INKS, random),
    wobble: byHand ? 0.04 : 0,
    gap: byHand && !filled ? random.between(0, 0.06) : 0,
  };
}

function pick<T>(values: readonly T[], random: Random): T {
  const value = values[Math.floor(random.unit() * values.length)];
  if (value === undefined) throw new Error('There is nothing to pick from.');
  return value;
}
