import { expect, it, vi } from 'vitest';
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

it('asks for the size of the window once, and again when that has changed', async () => {
  let asked = 0;
  const pointer = Object.assign(new EventTarget(), { matches: true });
  const page = Object.assign(new EventTarget(), { innerHeight: 844, matchMedia: () => pointer });
  let width = 390;
  Object.defineProperty(page, 'innerWidth', {
    get: () => {
      asked += 1;
      return width;
    },
  });
  vi.stubGlobal('window', page);
  vi.resetModules();
  const { readSurface: read, onSurfaceChange } = await import('./layout');
  const seen: number[] = [];
  expect([read(), read()]).toEqual(Array(2).fill({ width: 390, height: 844, touch: true }));
  expect(asked).toBe(1);
  const end = onSurfaceChange(() => seen.push(read().width));
  width = 844;
  page.dispatchEvent(new Event('resize'));
  pointer.matches = false;
  pointer.dispatchEvent(new Event('change'));
  expect(seen).toEqual([844, 844]);
  expect(read().touch).toBe(false);
  end();
  page.dispatchEvent(new Event('orientationchange'));
  expect(seen).toHaveLength(2);
  vi.unstubAllGlobals();
});
