/** Whether what people read on a screen can be read: nothing cut, nothing over anything else. */
import type { Page } from '@playwright/test';

/** A workflow's own words, which may be of any length: cut with an ellipsis, the whole in a sheet. */
const DATA = '.readoutName, .readoutValue, .detectionsText, .banner, .reason pre, .wholeText';

/** One line for each fault; of what lies under a dialog none. */
export const labelFaults = (page: Page): Promise<string[]> => page.evaluate(faultsHere, DATA);

/** Runs in the page. Px of the window; one more is no fault, for glyphs are rounded. */
function faultsHere(data: string): string[] {
  type Text = { element: Element; said: string; rects: DOMRect[]; seen: DOMRect[] };
  const SLACK = 1.5;
  const root = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body;

  const isSeen = (element: Element) =>
    element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
    !element.closest('.unseen, noscript, script, style, option');
  const rectsOf = (node: Text['element'] | Node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
  };
  const meet = (a: DOMRect, b: DOMRect) => {
    const [left, top] = [Math.max(a.left, b.left), Math.max(a.top, b.top)];
    const [right, bottom] = [Math.min(a.right, b.right), Math.min(a.bottom, b.bottom)];
    return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
  };
  const isInside = (inner: DOMRect, outer: DOMRect) =>
    inner.left >= outer.left - SLACK &&
    inner.right <= outer.right + SLACK &&
    inner.top >= outer.top - 4 &&
    inner.bottom <= outer.bottom + 4;
  const boxesAround = (element: Element) => {
    const around: Element[] = [];
    for (let at: Element | null = element; at && at !== document.documentElement; at = at.parentElement)
      around.push(at);
    return around;
  };
  /** What of it can be seen now: a list may be scrolled. */
  const seenOf = (element: Element, rect: DOMRect) =>
    boxesAround(element)
      .filter((box) => getComputedStyle(box).overflow !== 'visible')
      .reduce((seen, box) => meet(seen, box.getBoundingClientRect()), rect);
  const scrolls = (box: Element) => /auto|scroll/.test(getComputedStyle(box).overflow);

  const texts: Text[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const said = node.textContent?.trim() ?? '';
    if (!element || said === '' || !isSeen(element)) continue;
    const rects = rectsOf(node);
    const seen = rects
      .map((rect) => seenOf(element, rect))
      .filter(({ width, height }) => width > 2 && height > 2);
    if (rects.length > 0) texts.push({ element, said, rects, seen });
  }

  const screenBox = new DOMRect(0, 0, innerWidth, innerHeight);
  const pageScrolls =
    document.documentElement.scrollHeight > innerHeight + 1 &&
    getComputedStyle(document.body).overflow !== 'hidden';
  const cut = texts.flatMap(({ element, said, rects }) => {
    if (element.closest(data)) return [];
    const around = boxesAround(element);
    const scroller = around.findIndex(scrolls);
    const clips = around.slice(0, scroller < 0 ? undefined : scroller).filter((box) => {
      const { overflow, position } = getComputedStyle(box);
      return (
        (overflow !== 'visible' && position !== 'fixed' && box !== document.body) ||
        box.matches('button, a, .pill, .route, .status, .card, .banner')
      );
    });
    const clip = clips.find((box) => rects.some((rect) => !isInside(rect, box.getBoundingClientRect())));
    if (clip) return [`“${said}” is cut by ${clip.tagName}.${clip.className}`];
    const isOut = scroller < 0 && !pageScrolls && rects.some((rect) => !isInside(rect, screenBox));
    return isOut ? [`“${said}” is out of the window`] : [];
  });

  const over = texts.flatMap((one, at) =>
    texts.slice(at + 1).flatMap((other) => {
      if (one.element.contains(other.element) || other.element.contains(one.element)) return [];
      const shared = one.seen.some((a) =>
        other.seen.some((b) => {
          const both = meet(a, b);
          return both.width > 2 && both.height > 3;
        }),
      );
      return shared ? [`“${one.said}” lies over “${other.said}”`] : [];
    }),
  );
  const buttons = [...root.querySelectorAll('button, a, input, select')].filter(isSeen);
  const under = texts.flatMap(({ element, said, seen }) =>
    buttons
      .filter(
        (button) =>
          !button.contains(element) &&
          !element.contains(button) &&
          !button.closest('label')?.contains(element),
      )
      .filter((button) =>
        seen.some((rect) => {
          const both = meet(rect, seenOf(button, button.getBoundingClientRect()));
          return both.width > 2 && both.height > 3;
        }),
      )
      .map((button) => `“${said}” lies over ${button.tagName}.${button.className}`),
  );
  return [...cut, ...over, ...under];
}
