/**
 * A picture to draw rectangles into, whatever its pixels look like: boxes, letters and backgrounds are all
 * made of them.
 */
import type { Size } from '../media/upright';
import { chromaSize, type Picture } from './i420';

/** 0 to 255 each. */
export type Colour = { red: number; green: number; blue: number };

/** Whole px, origin at the top left corner; `right` and `bottom` are the first ones outside. */
export type Area = { left: number; top: number; right: number; bottom: number };

export type Canvas = Size & {
  /** Cuts the area to the picture; an empty one changes nothing. */
  fill(area: Area, colour: Colour): void;
};

export function rgbCanvas({ width, height, data }: Picture): Canvas {
  return {
    width,
    height,
    fill(area, { red, green, blue }) {
      const { left, top, right, bottom } = cut(area, { width, height });
      for (let y = top; y < bottom; y += 1) {
        for (let at = (y * width + left) * 3; at < (y * width + right) * 3; at += 3) {
          data[at] = red;
          data[at + 1] = green;
          data[at + 2] = blue;
        }
      }
    },
  };
}

/**
 * Chroma has a quarter of the resolution: a colour may reach one px beyond its area, its brightness never
 * does.
 */
export function i420Canvas({ width, height, data }: Picture): Canvas {
  const chroma = chromaSize({ width, height });
  const [uAt, vAt] = [width * height, width * height + chroma.width * chroma.height];
  return {
    width,
    height,
    fill(area, colour) {
      const { y: luma, u, v } = toYuv(colour);
      const inside = cut(area, { width, height });
      if (inside.left >= inside.right) return;
      fillPlane(data, 0, width, inside, luma);
      const coarse = {
        left: inside.left >> 1,
        top: inside.top >> 1,
        right: (inside.right + 1) >> 1,
        bottom: (inside.bottom + 1) >> 1,
      };
      fillPlane(data, uAt, chroma.width, coarse, u);
      fillPlane(data, vAt, chroma.width, coarse, v);
    },
  };
}

function fillPlane(data: Uint8Array, offset: number, stride: number, area: Area, value: number): void {
  for (let y = area.top; y < area.bottom; y += 1) {
    data.fill(value, offset + y * stride + area.left, offset + y * stride + area.right);
  }
}

function cut({ left, top, right, bottom }: Area, { width, height }: Size): Area {
  return {
    left: Math.max(0, left),
    top: Math.max(0, top),
    right: Math.min(width, right),
    bottom: Math.min(height, bottom),
  };
}

/** ITU-R BT.601 in video range, which is what VP8 and H.264 carry where nothing else is signalled. */
export function toYuv({ red, green, blue }: Colour): { y: number; u: number; v: number } {
  return {
    y: Math.round(16 + 0.25679 * red + 0.50413 * green + 0.09791 * blue),
    u: Math.round(128 - 0.14822 * red - 0.29099 * green + 0.43922 * blue),
    v: Math.round(128 + 0.43922 * red - 0.36779 * green - 0.07143 * blue),
  };
}
