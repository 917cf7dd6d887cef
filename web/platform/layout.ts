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

const COARSE = '(pointer: coarse)';
let known: Surface | null = null;

/**
 * Kept until it changes: `innerWidth` makes the browser lay out the page first, and each render asks for it
 * (35 ms of the first one on a phone).
 */
export function readSurface(): Surface {
  if (known !== null) return known;
  // The same listener again is no second one. It is there before those that ask anew.
  watch(forget);
  known = {
    width: window.innerWidth,
    height: window.innerHeight,
    touch: pointer().matches,
  };
  return known;
}

const forget = () => {
  known = null;
};

export function onSurfaceChange(listener: () => void): () => void {
  return watch(listener);
}

function watch(listener: () => void): () => void {
  const targets = [
    [window, 'resize'],
    [window, 'orientationchange'],
    [pointer(), 'change'],
  ] as const;
  for (const [target, event] of targets) target.addEventListener(event, listener);
  return () => {
    for (const [target, event] of targets) target.removeEventListener(event, listener);
  };
}

let media: MediaQueryList | null = null;
/** One, which stays: one that nobody holds may be collected with its listeners. */
function pointer(): MediaQueryList {
  media ??= window.matchMedia(COARSE);
  return media;
}
