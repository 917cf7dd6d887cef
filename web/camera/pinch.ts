/** Two fingers that go apart or together over the viewfinder: the lens follows. */

/** Beginning with which factor two fingers set the lens; null where it cannot zoom. */
export type PinchTarget = { zoom(): number | null; setZoom(value: number): Promise<void> };
/** As much of a PointerEvent as is looked at, CSS px. */
export type Finger = { pointerId: number; clientX: number; clientY: number };

export class Pinch {
  private readonly fingers = new Map<number, Finger>();
  private start: { apartPx: number; zoom: number } | null = null;
  /** A lens takes one order at a time; of those that come meanwhile the newest counts. */
  private busy = false;
  private next: number | null = null;

  constructor(private readonly target: PinchTarget) {}

  down(finger: Finger): void {
    this.fingers.set(finger.pointerId, finger);
    this.begin();
  }

  move(finger: Finger): void {
    if (!this.fingers.has(finger.pointerId)) return;
    this.fingers.set(finger.pointerId, finger);
    if (this.start) void this.set((this.start.zoom * this.apartPx()) / this.start.apartPx);
  }

  up({ pointerId }: Pick<Finger, 'pointerId'>): void {
    this.fingers.delete(pointerId);
    this.begin();
  }

  /** A third finger, or one that leaves, begins anew: no jump. */
  private begin(): void {
    const zoom = this.fingers.size === 2 ? this.target.zoom() : null;
    const apartPx = zoom === null ? 0 : this.apartPx();
    this.start = zoom !== null && apartPx > 0 ? { apartPx, zoom } : null;
  }

  private apartPx(): number {
    const [a, b] = [...this.fingers.values()];
    return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0;
  }

  private async set(value: number): Promise<void> {
    this.next = value;
    if (this.busy) return;
    this.busy = true;
    while (this.next !== null) {
      const wanted: number = this.next;
      this.next = null;
      await this.target.setZoom(wanted);
    }
    this.busy = false;
  }
}

/** @returns what ends it */
export function watchPinch(element: HTMLElement, target: PinchTarget): () => void {
  const ended = new AbortController();
  const pinch = new Pinch(target);
  const on = (name: string, act: (event: PointerEvent) => void) =>
    element.addEventListener(name, act as EventListener, { signal: ended.signal });
  on('pointerdown', (event) => pinch.down(event));
  on('pointermove', (event) => pinch.move(event));
  for (const name of ['pointerup', 'pointercancel', 'pointerleave']) on(name, (event) => pinch.up(event));
  return () => ended.abort();
}
