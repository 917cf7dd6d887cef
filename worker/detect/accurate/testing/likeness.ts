/** How well an outline fits a drawn sign. */
import type { Point } from '../../../../protocol/masks/contour';
import { covers } from '../../../../protocol/masks/testing';
import { edgesOf } from '../../geometry';
import type { Drawn } from './scene';

/** Points across the sign at which both are asked; more would not change the second digit. */
const GRID = 120;

/** Intersection over union of the outline and the true sign. @param points px of the picture */
export function outlineLikeness(points: Point[], sign: Drawn): number {
  const { left, top, right, bottom } = edgesOf(sign.box);
  const margin = 0.5 * Math.max(right - left, bottom - top);
  const step = (Math.max(right - left, bottom - top) + 2 * margin) / GRID;
  let [both, either] = [0, 0];
  for (let y = top - margin; y < bottom + margin; y += step)
    for (let x = left - margin; x < right + margin; x += step) {
      const truly = sign.within(x, y);
      const said = covers(points, x - 0.5, y - 0.5);
      if (truly && said) both += 1;
      if (truly || said) either += 1;
    }
  return both / (either || 1);
}
