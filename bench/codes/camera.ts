/** A pinhole camera before a sheet of paper: perspective, light, lens blur, sensor noise, in a real one's
 * order. */
import sharp from 'sharp';
import type { Random } from '../../kit/figures/random';
import type { CodeSymbol } from './symbols';

export const WIDTH = 640;
export const HEIGHT = 480;

export type Shot = {
  /** Side of a module where the code's centre is, px. */
  modulePx: number;
  /** Turn in the picture's plane, and lean out of it, degrees. */
  turn: number;
  lean: number;
  /** Gaussian lens blur, px. */
  blurSigma: number;
  /** Gaussian noise of each pixel, grey levels of 255. */
  noiseSigma: number;
};

/** Distance of the paper in px: that of a 640 px picture with a phone's 65° across. */
const FOCAL_PX = 500;
/** Samples a pixel, each way: a sensor's cell gathers light over its area. */
const SUPER = 3;

/** The luma of one frame, with the code about the middle. */
export async function photograph(symbol: CodeSymbol, shot: Shot, random: Random): Promise<Uint8Array> {
  const sharpest = expose(symbol, shot, random);
  const luma = shot.blurSigma > 0 ? await blur(sharpest, shot.blurSigma) : sharpest;
  if (shot.noiseSigma === 0) return luma;
  return luma.map((value) =>
    Math.max(0, Math.min(255, Math.round(value + shot.noiseSigma * random.normal()))),
  );
}

/** A Gaussian. */
async function blur(luma: Uint8Array, sigma: number): Promise<Uint8Array> {
  const picture = sharp(luma, { raw: { width: WIDTH, height: HEIGHT, channels: 1 } });
  return new Uint8Array(
    await picture
      .blur({ sigma, precision: 'float', minAmplitude: 0.001 })
      .toColourspace('b-w')
      .raw()
      .toBuffer(),
  );
}

type Vector = readonly [number, number, number];
/** A plane's map from picture to paper: the ray s = (x, y, F) meets the paper at (p·s, q·s) / (n·s). */
type View = { p: Vector; q: Vector; n: Vector };

/** The paper is turned by `turn`, then leans by `lean` about an axis in its plane that stands at `axis`. */
function viewOf({ turn, lean }: Shot, axis: number): View {
  const [t, l] = [toRad(turn), toRad(lean)];
  const u = leaned(Math.cos(t), Math.sin(t), axis, l);
  const v = leaned(-Math.sin(t), Math.cos(t), axis, l);
  const centre: Vector = [0, 0, FOCAL_PX];
  // The rows of the adjugate of (u v centre): its determinant falls out of the quotient.
  return { p: cross(v, centre), q: cross(centre, u), n: cross(u, v) };
}

function leaned(x: number, y: number, axis: number, lean: number): Vector {
  const along = x * Math.cos(axis) + y * Math.sin(axis);
  const across = -x * Math.sin(axis) + y * Math.cos(axis);
  const flat = across * Math.cos(lean);
  return [
    along * Math.cos(axis) - flat * Math.sin(axis),
    along * Math.sin(axis) + flat * Math.cos(axis),
    across * Math.sin(lean),
  ];
}

const toRad = (degrees: number) => (degrees * Math.PI) / 180;
const cross = (a: Vector, b: Vector): Vector => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

function expose(symbol: CodeSymbol, shot: Shot, random: Random): Uint8Array {
  const shade = shadeOf(symbol, shot, random);
  const [slopeX, slopeY] = [random.between(-0.15, 0.15), random.between(-0.15, 0.15)];
  const picture = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1) {
      const light = 1 + slopeX * (x / WIDTH - 0.5) + slopeY * (y / HEIGHT - 0.5);
      picture[y * WIDTH + x] = Math.round(cell(x, y, shade) * light);
    }
  return picture;
}

/** What a ray meets: ink, paper, or the wall behind it. */
function shadeOf(symbol: CodeSymbol, shot: Shot, random: Random): (x: number, y: number) => number {
  const { p, q, n } = viewOf(shot, random.between(0, Math.PI));
  const [ink, paper, wall] = [random.between(25, 60), random.between(190, 225), random.between(70, 140)];
  const [centreX, centreY] = [WIDTH / 2 + random.between(-12, 12), HEIGHT / 2 + random.between(-12, 12)];
  const { columns, rows, quiet } = symbol;
  return (x, y) => {
    const [sx, sy] = [x - centreX, y - centreY];
    const scale = shot.modulePx * (n[0] * sx + n[1] * sy + n[2] * FOCAL_PX);
    const column = (p[0] * sx + p[1] * sy + p[2] * FOCAL_PX) / scale + columns / 2;
    const row = (q[0] * sx + q[1] * sy + q[2] * FOCAL_PX) / scale + rows / 2;
    if (column <= -quiet || row <= -quiet || column >= columns + quiet || row >= rows + quiet) return wall;
    return symbol.isDark(Math.floor(column), Math.floor(row)) ? ink : paper;
  };
}

/** How much smaller than in the middle a module is where the paper leans away most. @param reachPx of the
 * code from its centre. */
export function farScale(lean: number, reachPx: number): number {
  const l = toRad(lean);
  return Math.cos(l) / (1 + (reachPx * Math.sin(l)) / FOCAL_PX) ** 2;
}

function cell(x: number, y: number, shade: (x: number, y: number) => number): number {
  let sum = 0;
  for (let row = 0; row < SUPER; row += 1)
    for (let column = 0; column < SUPER; column += 1)
      sum += shade(x + (column + 0.5) / SUPER, y + (row + 0.5) / SUPER);
  return sum / (SUPER * SUPER);
}
