import { expect, it } from 'vitest';
import { layoutFor } from './layout';

it.each([
  [{ width: 390, height: 844, touch: true }, 'below'],
  [{ width: 844, height: 390, touch: true }, 'side'],
  [{ width: 844, height: 390, touch: false }, 'side'],
  [{ width: 1280, height: 800, touch: false }, 'below'],
  [{ width: 1180, height: 820, touch: true }, 'side'],
])('%o puts the controls %s', (surface, layout) => {
  expect(layoutFor(surface)).toBe(layout);
});
