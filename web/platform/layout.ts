/** Where the thumb is: below the picture, or at its right edge. */

export type Layout = 'below' | 'side';
export type Surface = { width: number; height: number; touch: boolean };

/**
 * From the window's own size (CSS px): Android leaves the orientation media query of a home-screen app stuck
 * after a turn. A phone held sideways is low, a tablet held sideways is touched at its edges, and a desktop
 * window is neither.
 */
export function layoutFor({ width, height, touch }: Surface): Layout {
  return width > height && (touch || height < 560) ? 'side' : 'below';
}

export function readSurface(): Surface {
  const touch = window.matchMedia('(pointer: coarse)').matches;
  return { width: window.innerWidth, height: window.innerHeight, touch };
}

export function onSurfaceChange(listener: () => void): () => void {
  window.addEventListener('resize', listener);
  window.addEventListener('orientationchange', listener);
  return () => {
    window.removeEventListener('resize', listener);
    window.removeEventListener('orientationchange', listener);
  };
}
