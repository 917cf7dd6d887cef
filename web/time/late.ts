/** A part of the page that is fetched behind the first paint. */
export class Late<Part> {
  private part: Part | null = null;
  private coming: Promise<Part> | null = null;
  private readonly waiting = new Set<(part: Part) => void>();

  constructor(private readonly fetchPart: () => Promise<Part>) {}

  /** Null until it is there. */
  get now(): Part | null {
    return this.part;
  }

  /** Fetched once; again where that has failed. @throws what the browser says of a file that does not come */
  get(): Promise<Part> {
    this.coming ??= this.fetchPart().then(
      (part) => {
        this.part = part;
        for (const use of this.waiting) use(part);
        this.waiting.clear();
        return part;
      },
      (thrown: unknown) => {
        this.coming = null;
        throw thrown;
      },
    );
    return this.coming;
  }

  /** At once where it is there, else when it comes. @returns what ends the wait */
  whenThere(use: (part: Part) => void): () => void {
    if (this.part === null) this.waiting.add(use);
    else use(this.part);
    return () => void this.waiting.delete(use);
  }
}

const PAINT = 'first-contentful-paint';
/** A browser that keeps its word on the paint back is not waited for any longer (ms). */
const LATEST_MS = 3_000;

/**
 * Runs `task` once the page is on the screen for the first time, by the browser's own word (W3C paint-timing §4);
 * in a page that is hidden, once it no longer is.
 */
export function afterPaint(task: () => unknown): void {
  requestAnimationFrame(() => {
    if (!tellsPaint() || performance.getEntriesByName(PAINT).length > 0) return void setTimeout(task);
    let isDue = true;
    const once = () => {
      if (isDue) task();
      isDue = false;
      observer.disconnect();
    };
    const observer = new PerformanceObserver((list) => list.getEntriesByName(PAINT).length > 0 && once());
    setTimeout(once, LATEST_MS);
    observer.observe({ type: 'paint', buffered: true });
  });
}

const tellsPaint = () => globalThis.PerformanceObserver?.supportedEntryTypes?.includes('paint') === true;
