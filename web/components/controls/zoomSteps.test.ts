import { describe, expect, it } from 'vitest';
import { zoomSteps } from './zoomSteps';

describe('zoomSteps', () => {
  it.each([
    [{ min: 1, max: 8 }, [1, 2, 4]],
    [{ min: 1, max: 2.5 }, [1, 2]],
    [{ min: 100, max: 400 }, [100, 400]],
  ])('%o offers %o', (range, steps) => {
    expect(zoomSteps(range)).toEqual(steps);
  });
});
