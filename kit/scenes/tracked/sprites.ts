/** What moves in the tracked scenes: shapes in a square from -0.5 to 0.5, y down. */
import { createRandom } from '../../figures/random';
import { modulesOf } from '../render';
import { MODULES } from '../scenes';

/** How much of the place is covered (0 to 1), and by which grey. */
export type Sprite = (u: number, v: number) => { cover: number; grey: number };

const POINTS = Array.from({ length: 10 }, (_, at) => {
  const radius = at % 2 === 0 ? 0.5 : 0.22;
  const angle = (at * Math.PI) / 5 - Math.PI / 2;
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
});
/** The star's own extent, so that its box is the whole square. */
const [WIDE, TOP, BOTTOM] = [Math.sin((2 * Math.PI) / 5), -0.5, 0.5 * Math.cos(Math.PI / 5)];

/** Dark and of one shade. */
export const star: Sprite = (u, v) => {
  const [x, y] = [u * WIDE, TOP + (v + 0.5) * (BOTTOM - TOP)];
  return { cover: isWithin(x, y) ? 1 : 0, grey: 45 };
};

/** A bright disc that fades at its rim: nothing in it to hold on to. */
export const blob: Sprite = (u, v) => {
  const r = 2 * Math.hypot(u, v);
  return { cover: Math.min(1, Math.max(0, (1 - r) * 2.5)), grey: 185 };
};

const NOTHING = { cover: 0, grey: 0 };
/** The whole square, each place of its own grey. */
const sheet =
  (greyAt: (u: number, v: number) => number): Sprite =>
  (u, v) =>
    Math.abs(u) <= 0.5 && Math.abs(v) <= 0.5 ? { cover: 1, grey: greyAt(u, v) } : NOTHING;
/** In which of so many equal parts of a side. */
const partOf = (place: number, count: number) => Math.min(count - 1, Math.floor((place + 0.5) * count));

/** A card with a pattern of its own. */
export function card(seed: number): Sprite {
  const random = createRandom(seed);
  const greys = Array.from({ length: 49 }, () => 40 + random.whole(180));
  return sheet((u, v) => greys[partOf(v, 7) * 7 + partOf(u, 7)] ?? 128);
}

const WHITE = 235;
const INK = 25;

/** A QR code of version 1, without the quiet zone around it. */
export function qrCode(text: string): Sprite {
  const modules = modulesOf(text);
  return sheet((u, v) => (modules.get(partOf(v, MODULES), partOf(u, MODULES)) ? INK : WHITE));
}

/** EAN-13 has 95. */
const BARS = 95;

/** Bars of a barcode are the same from top to bottom: nothing in them tells how far up or down they moved. */
export function barcode(seed: number): Sprite {
  const random = createRandom(seed);
  const bars = Array.from({ length: BARS }, () => (random.next() < 0.5 ? INK : WHITE));
  return sheet((u) => bars[partOf(u, BARS)] as number);
}

export const paper: Sprite = sheet(() => WHITE);

/** A post of one shade. */
export const post: Sprite = sheet((_, v) => 70 + 20 * Math.sin(v * 40));

function isWithin(x: number, y: number): boolean {
  let inside = false;
  for (const [at, a] of POINTS.entries()) {
    const b = POINTS[(at + 9) % 10] as { x: number; y: number };
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
