/** Pictures with QR codes at known places, made here, for the worker's tests. */
import QRCode from 'qrcode';

export type Box = { x: number; y: number; width: number; height: number };
type Placed = { text: string; box: Box };
export type Scene = { width: number; height: number; luma: Uint8Array; codes: Placed[] };

const QUIET_MODULES = 4;
/** Video levels, and a grey between them. */
const [DARK, GREY, LIGHT] = [16, 120, 235];

/** A grey picture, px. */
export function createScene(width = 640, height = 480): Scene {
  return { width, height, luma: new Uint8Array(width * height).fill(GREY), codes: [] };
}

/**
 * Draws a code with its light quiet zone. @param left, top px of the code itself. @param modulePx side of one
 * module.
 */
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

/** The scene as I420 with neutral chroma; an odd side has half a chroma sample more. */
export function toI420({ width, height, luma }: Scene): Uint8Array {
  const chroma = Math.ceil(width / 2) * Math.ceil(height / 2);
  const data = new Uint8Array(width * height + 2 * chroma).fill(128);
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
