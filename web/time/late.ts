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

/** Runs `task` once the frame of the moment is on the screen; in a page that is hidden, once it no longer is. */
export function afterPaint(task: () => unknown): void {
  requestAnimationFrame(() => setTimeout(task));
}
