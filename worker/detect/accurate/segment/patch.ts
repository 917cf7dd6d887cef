/**
 * The surroundings of one box at a size that bounds the work: small things magnified, large ones averaged.
 */
import type { Picture } from '../../boxes';
import { CHANNELS } from '../../crop';
import { type Edges, type Extent, edgesOf } from '../../geometry';

export type Patch = {
  width: number;
  height: number;
  /** R, G, B from 0 to 255, row by row. */
  colours: Float32Array;
  /** The box, px of the patch. */
  box: Edges;
  /** Which sides of the patch are the picture's own: a thing may be cut there and still be all there is. */
  atBorder: { left: boolean; top: boolean; right: boolean; bottom: boolean };
  toPicture(x: number, y: number): { x: number; y: number };
};

/**
 * Of the box's longer side: enough of the surroundings to know them by, not so much that they hold other
 * things.
 */
const MARGIN = 0.2;
const LEAST_MARGIN_PX = 5;
/** px of the patch's longer side: what bounds the time from here to the outline. */
const MOST_SIDE = 192;
/**
 * Smaller ones are magnified towards this, because an outline along whole pixels is coarse on a thing of 20
 * px.
 */
const WANTED_SIDE = 96;
const MOST_ZOOM = 4;

export function takePatch(picture: Picture, box: Extent): Patch {
  const margin = Math.max(LEAST_MARGIN_PX, MARGIN * Math.max(box.width, box.height));
  const edges = edgesOf(box);
  const left = Math.max(0, Math.floor(edges.left - margin));
  const top = Math.max(0, Math.floor(edges.top - margin));
  const right = Math.min(picture.width, Math.ceil(edges.right + margin));
  const bottom = Math.min(picture.height, Math.ceil(edges.bottom + margin));
  const from = { left, top, right, bottom };
  const zoom = zoomFor(Math.max(right - left, bottom - top));
  const width = Math.max(1, Math.round((right - left) * zoom));
  const height = Math.max(1, Math.round((bottom - top) * zoom));
  const scaleX = width / (right - left);
  const scaleY = height / (bottom - top);
  return {
    width,
    height,
    colours: zoom < 1 ? averaged(picture, from, width, height) : magnified(picture, from, width, height),
    box: {
      left: (edges.left - left) * scaleX,
      top: (edges.top - top) * scaleY,
      right: (edges.right - left) * scaleX,
      bottom: (edges.bottom - top) * scaleY,
    },
    atBorder: {
      left: left === 0,
      top: top === 0,
      right: right === picture.width,
      bottom: bottom === picture.height,
    },
    toPicture: (x, y) => ({ x: left + x / scaleX, y: top + y / scaleY }),
  };
}

function zoomFor(side: number): number {
  if (side > MOST_SIDE) return MOST_SIDE / side;
  return Math.min(MOST_ZOOM, Math.max(1, WANTED_SIDE / side));
}

/** Each pixel is the mean of those it stands for; of very many, of an even choice among them. */
function averaged({ data, width: stride }: Picture, from: Edges, width: number, height: number) {
  const colours = new Float32Array(width * height * CHANNELS);
  const stepX = (from.right - from.left) / width;
  const stepY = (from.bottom - from.top) / height;
  const skip = Math.max(1, Math.floor(Math.min(stepX, stepY) / 4));
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = span(from.top, y, stepY);
    for (let x = 0; x < width; x += 1) {
      const [left, right] = span(from.left, x, stepX);
      let [red, green, blue, pixels] = [0, 0, 0, 0];
      for (let py = top; py < bottom; py += skip)
        for (let px = left; px < right; px += skip) {
          const at = (py * stride + px) * CHANNELS;
          red += data[at] ?? 0;
          green += data[at + 1] ?? 0;
          blue += data[at + 2] ?? 0;
          pixels += 1;
        }
      const to = (y * width + x) * CHANNELS;
      colours[to] = red / pixels;
      colours[to + 1] = green / pixels;
      colours[to + 2] = blue / pixels;
    }
  }
  return colours;
}

/** Whole px that the patch's pixel at `index` stands for, at least one. */
function span(start: number, index: number, step: number): [number, number] {
  const low = start + Math.floor(index * step);
  return [low, Math.max(low + 1, start + Math.floor((index + 1) * step))];
}

/** Between the middles of four neighbours, straight. */
function magnified({ data, width: stride }: Picture, from: Edges, width: number, height: number) {
  const colours = new Float32Array(width * height * CHANNELS);
  const across = Array.from({ length: width }, (_, x) => between(x, from.left, from.right, width));
  let to = 0;
  for (let y = 0; y < height; y += 1) {
    const row = between(y, from.top, from.bottom, height);
    for (const column of across) {
      const topLeft = (row.low * stride + column.low) * CHANNELS;
      const topRight = (row.low * stride + column.high) * CHANNELS;
      const bottomLeft = (row.high * stride + column.low) * CHANNELS;
      const bottomRight = (row.high * stride + column.high) * CHANNELS;
      for (let channel = 0; channel < CHANNELS; channel += 1) {
        const above = mix(data[topLeft + channel] ?? 0, data[topRight + channel] ?? 0, column.share);
        const below = mix(data[bottomLeft + channel] ?? 0, data[bottomRight + channel] ?? 0, column.share);
        colours[to] = mix(above, below, row.share);
        to += 1;
      }
    }
  }
  return colours;
}

function between(index: number, start: number, end: number, size: number) {
  const at = start + ((index + 0.5) * (end - start)) / size - 0.5;
  const low = Math.min(end - 1, Math.max(start, Math.floor(at)));
  return {
    low,
    high: Math.min(end - 1, low + 1),
    share: Math.min(1, Math.max(0, at - low)),
  };
}

function mix(one: number, other: number, share: number): number {
  return one + (other - one) * share;
}
