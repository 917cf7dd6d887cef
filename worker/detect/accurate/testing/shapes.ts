/** Signs as closed outlines about -1 to 1, y down; drawn by other code than the model's training data. */
import type { Point } from '../../../../protocol/masks/contour';

export const SIGNS = ['circle', 'triangle', 'square', 'star', 'heart', 'cross', 'arrow', 'smiley'] as const;
export type SignName = (typeof SIGNS)[number];

const corners = (...pairs: [number, number][]): Point[] => pairs.map(([x, y]) => ({ x, y }));

function around(
  points: number,
  radius: (index: number, angle: number) => number,
  start = -Math.PI / 2,
): Point[] {
  return Array.from({ length: points }, (_, index) => {
    const angle = start + (index * 2 * Math.PI) / points;
    const reach = radius(index, angle);
    return { x: reach * Math.cos(angle), y: reach * Math.sin(angle) };
  });
}

/** Two lobes and a tip: x = sin³, and y by the sum of cosines that is widely drawn as a heart. */
function heart(): Point[] {
  return Array.from({ length: 72 }, (_, index) => {
    const t = (index * 2 * Math.PI) / 72;
    const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t);
    return { x: Math.sin(t) ** 3, y: -(y + 2.5) / 15 };
  });
}

function cross(): Point[] {
  const arm = 0.32;
  return corners(
    [-arm, -1], [arm, -1], [arm, -arm], [1, -arm], [1, arm], [arm, arm],
    [arm, 1], [-arm, 1], [-arm, arm], [-1, arm], [-1, -arm], [-arm, -arm],
  ); // biome-ignore format: one corner beside the other
}

function arrow(): Point[] {
  return corners([-1, -0.22], [0.15, -0.22], [0.15, -0.65], [1, 0], [0.15, 0.65], [0.15, 0.22], [-1, 0.22]);
}

const OUTLINES: Record<SignName, Point[]> = {
  circle: around(96, () => 1),
  triangle: corners([0, -0.9], [1, 0.85], [-1, 0.85]),
  square: corners([-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]),
  star: around(10, (index) => (index % 2 === 0 ? 1 : 0.45)),
  heart: heart(),
  cross: cross(),
  arrow: arrow(),
  smiley: around(96, () => 1),
};

/** Filled spots within the outline. */
const EYES = [-0.36, 0.36].map((x) => around(16, () => 0.13).map((p) => ({ x: p.x + x, y: p.y - 0.28 })));
const MOUTH: Point[] = [
  ...Array.from({ length: 15 }, (_, i) => polar(0.62, 0.25 + (i * (Math.PI - 0.5)) / 14)),
  ...Array.from({ length: 15 }, (_, i) => polar(0.46, Math.PI - 0.25 - (i * (Math.PI - 0.5)) / 14)),
];

function polar(radius: number, angle: number): Point {
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

export function outlineOf(name: SignName): Point[] {
  return OUTLINES[name];
}

export function marksOf(name: SignName): Point[][] {
  return name === 'smiley' ? [...EYES, MOUTH] : [];
}
