/**
 * How a picture is laid into a model's input: scaled by one factor, centred, grey around it, or stretched
 * over it. The scaled size is whole pixels, so the two axes differ in scale by a hair; going back uses each
 * axis's own, and is exact.
 */
import type { Size } from '../../../media/upright';
import type { Edges } from '../../geometry';

/**
 * Whether a picture keeps its shape, with grey around it, takes the input's, or gives the input its own shape
 * and, up to the longer side, its own size: such a model resizes by itself.
 */
export type Fit = 'letterbox' | 'stretch' | 'own';

/**
 * px of an input's side. Models for pictures of satellites take 2048; the numbers of 4096 × 4096 px are 200
 * MB.
 */
export const MOST_SIDE = 4096;

/** What a model takes: px where a side is fixed, null where it may vary. */
export type InputRule = {
  width: number | null;
  height: number | null;
  /** Length of the longer side in px, where sides may vary. */
  longSide: number;
  /** A side that may vary is rounded up to a multiple of this many px. */
  stride: number;
  /** A letterbox where not given. */
  fit?: Fit;
};

/** The whole input and, within it, where the scaled picture lies; px of the input. */
export type Letterbox = {
  width: number;
  height: number;
  left: number;
  top: number;
  innerWidth: number;
  innerHeight: number;
};

/** @param picture its upright size, px, at least 1 by 1. */
export function planLetterbox(picture: Size, rule: InputRule): Letterbox {
  if (rule.fit === 'stretch') return planStretch(rule);
  if (rule.fit === 'own') return planOwn(picture, rule);
  const scale = Math.min(
    (rule.width ?? rule.longSide) / picture.width,
    (rule.height ?? rule.longSide) / picture.height,
  );
  const innerWidth = Math.max(1, Math.round(picture.width * scale));
  const innerHeight = Math.max(1, Math.round(picture.height * scale));
  const width = rule.width ?? roundUp(innerWidth, rule.stride);
  const height = rule.height ?? roundUp(innerHeight, rule.stride);
  return {
    width,
    height,
    left: Math.floor((width - innerWidth) / 2),
    top: Math.floor((height - innerHeight) / 2),
    innerWidth,
    innerHeight,
  };
}

/** A square where sides may vary, as such models are trained. */
function planStretch({ width, height, longSide, stride }: InputRule): Letterbox {
  const size = { width: width ?? roundUp(longSide, stride), height: height ?? roundUp(longSide, stride) };
  return { ...size, left: 0, top: 0, innerWidth: size.width, innerHeight: size.height };
}

function planOwn({ width, height }: Size, { longSide }: InputRule): Letterbox {
  const scale = Math.min(1, longSide / Math.max(width, height));
  const size = {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
  return { ...size, left: 0, top: 0, innerWidth: size.width, innerHeight: size.height };
}

/** From px of the input to px of the picture, cut to its edges. */
export function toPicture(edges: Edges, letterbox: Letterbox, picture: Size): Edges {
  const x = axis(letterbox.left, letterbox.innerWidth, picture.width);
  const y = axis(letterbox.top, letterbox.innerHeight, picture.height);
  return { left: x(edges.left), top: y(edges.top), right: x(edges.right), bottom: y(edges.bottom) };
}

function axis(start: number, inner: number, whole: number) {
  return (value: number) => Math.min(whole, Math.max(0, ((value - start) * whole) / inner));
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
