import { type RefObject, useEffect, useRef } from 'react';

/** A screen reader that is told more often says nothing else (WCAG 2.2, 4.1.3). */
const APART_MS = 1_000;

/**
 * For an element that is read out: it says the newest text, changed at most once a second. Past React, which
 * has enough to do.
 */
export function useSpoken(text: string): RefObject<HTMLParagraphElement> {
  const element = useRef<HTMLParagraphElement>(null);
  const saidAtMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const say = () => {
      if (!element.current || element.current.textContent === text) return;
      element.current.textContent = text;
      saidAtMs.current = performance.now();
    };
    const id = setTimeout(say, Math.max(0, saidAtMs.current + APART_MS - performance.now()));
    return () => clearTimeout(id);
  }, [text]);
  return element;
}
