/** Pictures with QR codes at known places, the suite's own: a judge shares no code with what it judges. */
import QRCode from 'qrcode';

/** Centre and size, px. */
export type Box = { x: number; y: number; width: number; height: number };
export type Placed = { text: string; box: Box };
export type Scene = { width: number; height: number; luma: Uint8Array; codes: Placed[] };

const QUIET_MODULES = 4;
/** Video levels, and a grey between them. */
const [DARK, GREY, LIGHT] = [16, 120, 235];

/** A grey picture, px. `noise` is the largest deviation of a pixel; the same picture each time. */
export function createScene({ width = 640, height = 480, noise = 0 } = {}): Scene {
  const luma = new Uint8Array(width * height).fill(GREY);
  let state = 1;
  for (let at = 0; noise > 0 && at < luma.length; at += 1) {
    // Park and Miller's generator: repeatable, which Math.random is not.
    state = (state * 48_271) % 2_147_483_647;
    luma[at] = GREY + Math.round(((state / 2_147_483_647) * 2 - 1) * noise);
  }
  return { width, height, luma, codes: [] };
}

/** Draws a code with its light quiet zone. @param left, top px of the code. @param modulePx of a module. */
export function drawQr(scene: Scene, text: string, left: number, top: number, modulePx: number): Scene {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const { size } = modules;
  for (let row = -QUIET_MODULES; row < size + QUIET_MODULES; row += 1) {
    for (let column = -QUIET_MODULES; column < size + QUIET_MODULES; column += 1) {
      const inside = row >= 0 && column >= 0 && row < size && column < size;
      const shade = inside && modules.get(row, column) ? DARK : LIGHT;
      fillSquare(scene, left + column * modulePx, top + row * modulePx, modulePx, shade);
    }
  }
  const side = size * modulePx;
  scene.codes.push({ text, box: { x: left + side / 2, y: top + side / 2, width: side, height: side } });
  return scene;
}

function fillSquare({ width, height, luma }: Scene, left: number, top: number, side: number, shade: number) {
  for (let y = Math.max(0, top); y < Math.min(height, top + side); y += 1) {
    luma.fill(shade, y * width + Math.max(0, left), y * width + Math.min(width, left + side));
  }
}

/** The scene as I420 with neutral chroma. */
export function toI420({ width, height, luma }: Scene): Uint8Array {
  const data = new Uint8Array((width * height * 3) / 2).fill(128);
  data.set(luma);
  return data;
}

/** Intersection over union of two boxes given by centre and size. */
export function overlap(one: Box, other: Box): number {
  const shared = (axis: 'x' | 'y', side: 'width' | 'height') => {
    const low = Math.max(one[axis] - one[side] / 2, other[axis] - other[side] / 2);
    const high = Math.min(one[axis] + one[side] / 2, other[axis] + other[side] / 2);
    return Math.max(0, high - low);
  };
  const both = shared('x', 'width') * shared('y', 'height');
  return both / (one.width * one.height + other.width * other.height - both);
}
