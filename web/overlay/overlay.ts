/**
 * The canvas over the viewfinder: draws the newest result, once for each change, and lets it fade if none
 * follows.
 */

import type { Thing } from '../results/kinds/model';
import { GONE_AFTER_MS } from '../results/shown';
import type { DrawnBox } from './boxes';
import { drawScene } from './draw';
import { boxUnder, coverMapping, type Point, type Size } from './geometry';
import { LabelBook, type LabelRoom } from './labels';
import { type Drawable, type Scene, sceneOf } from './scene';
import type { Context2D } from './strokes';

/** Boxes this old (ms) begin to fade. */
const FADE_FROM_MS = 700;
/**
 * `data-boxes` is for tests and assistive scripts; 10 writes a second cost nothing next to the drawing. Where a drawing
 * writes it there is no need of a timer of its own: that one is for the last.
 */
const REPORT_EVERY_MS = 100;
const LAST_REPORT_MS = 140;

export type Overlay = {
  /**
   * Draws this result in place of the last one: on the next animation frame, or `atOnce`. It ages from `atMs` (page
   * clock) on.
   */
  show(result: Drawable, atMs?: number, atOnce?: boolean): void;
  /** Whether the video under it is shown as in a mirror. */
  setMirrored(mirrored: boolean): void;
  clear(): void;
  /** Whether what is shown stays as it is, however old it becomes. */
  hold(held: boolean): void;
  /** What is drawn at this point (CSS px of the canvas), or close to it: of several the smallest. */
  at(point: Point): Thing | null;
  /** Lets go of every listener and timer. */
  destroy(): void;
};

/** What the overlay needs of the browser, so that its rules can be tested under a fake clock. */
export type OverlayDeps = {
  canvas: { width: number; height: number; dataset: DOMStringMap };
  context: Context2D;
  /** The canvas in CSS px, and how many device px one of them has. */
  view(): LabelRoom & { pixelRatio: number };
  /** The picture's own size; 0 × 0 before the first one. */
  video(): Size;
  reducedMotion(): boolean;
  now(): number;
  nextFrame(draw: () => void): () => void;
  after(ms: number, run: () => void): () => void;
  /** Calls back when the canvas or the picture changes size. */
  watchSize(changed: () => void): () => void;
};

export function createOverlay(deps: OverlayDeps): Overlay {
  return new CanvasOverlay(deps);
}

class CanvasOverlay implements Overlay {
  private readonly deps: OverlayDeps;
  private readonly unwatch: () => void;
  private shown: { result: Drawable; atMs: number } | null = null;
  private mirrored = false;
  private held = false;
  private drawn: DrawnBox[] = [];
  private readonly labels = new LabelBook();
  private cancelFrame: (() => void) | null = null;
  private cancelAgeing: (() => void) | null = null;
  private cancelReport: (() => void) | null = null;
  private reported: DrawnBox[] | null = null;
  private reportedAtMs = Number.NEGATIVE_INFINITY;

  constructor(deps: OverlayDeps) {
    this.deps = deps;
    this.unwatch = deps.watchSize(() => this.change());
    this.report();
  }

  show(result: Drawable, atMs = this.deps.now(), atOnce = false): void {
    this.shown = { result, atMs };
    if (!atOnce) return this.change();
    this.cancelFrame?.();
    this.cancelFrame = null;
    this.draw();
  }

  setMirrored(mirrored: boolean): void {
    if (mirrored === this.mirrored) return;
    this.mirrored = mirrored;
    this.change();
  }

  clear(): void {
    this.shown = null;
    this.change();
  }

  hold(held: boolean): void {
    if (held === this.held) return;
    this.held = held;
    this.change();
  }

  at(point: Point): Thing | null {
    return boxUnder(this.drawn, point)?.thing ?? null;
  }

  destroy(): void {
    this.unwatch();
    this.cancelFrame?.();
    this.cancelAgeing?.();
    this.cancelReport?.();
  }

  private change(): void {
    this.cancelFrame ??= this.deps.nextFrame(() => {
      this.cancelFrame = null;
      this.draw();
    });
  }

  private draw(): void {
    const alpha = this.age();
    const view = this.deps.view();
    const { context } = this.deps;
    this.fitCanvas(view);
    context.setTransform(view.pixelRatio, 0, 0, view.pixelRatio, 0, 0);
    context.clearRect(0, 0, view.width, view.height);
    const scene = this.scene(view);
    this.drawn = scene?.boxes ?? [];
    if (scene) drawScene({ context, view, labels: this.labels }, scene, alpha, this.deps.now());
    this.report();
  }

  /**
   * How opaque the boxes are now; arranges the next look at their age, and forgets those that are too old.
   */
  private age(): number {
    if (!this.shown) return 0;
    if (this.held) return 1;
    const ageMs = this.shownForMs();
    if (ageMs >= GONE_AFTER_MS) {
      this.shown = null;
      return 0;
    }
    // The browser is asked only where it matters: it takes as long as a box takes to draw.
    const fadeFromMs = ageMs >= FADE_FROM_MS && this.deps.reducedMotion() ? GONE_AFTER_MS : FADE_FROM_MS;
    if (ageMs < fadeFromMs) {
      this.fadeFrom(fadeFromMs);
      return 1;
    }
    this.change();
    return 1 - (ageMs - fadeFromMs) / (GONE_AFTER_MS - fadeFromMs);
  }

  /** One timer at a time: boxes are shown anew with each frame, and each drawing would set one and end one. */
  private fadeFrom(fadeFromMs: number): void {
    const leftMs = fadeFromMs - this.shownForMs();
    this.cancelAgeing ??= this.deps.after(leftMs, () => {
      this.cancelAgeing = null;
      if (!this.shown || this.held) return;
      if (this.shownForMs() < fadeFromMs) this.fadeFrom(fadeFromMs);
      else this.change();
    });
  }

  private shownForMs(): number {
    return this.deps.now() - (this.shown?.atMs ?? 0);
  }

  private scene(view: Size): Scene | null {
    if (!this.shown) return null;
    const { result } = this.shown;
    const video = this.deps.video();
    const mapping = coverMapping(result.frame ?? video, video, view, this.mirrored);
    return mapping && sceneOf(mapping, result);
  }

  /** Setting a canvas' size empties it, even to the same value. */
  private fitCanvas({ width, height, pixelRatio }: Size & { pixelRatio: number }): void {
    const { canvas } = this.deps;
    const [deviceWidth, deviceHeight] = [Math.round(width * pixelRatio), Math.round(height * pixelRatio)];
    if (canvas.width !== deviceWidth) canvas.width = deviceWidth;
    if (canvas.height !== deviceHeight) canvas.height = deviceHeight;
  }

  /** `data-boxes`: what was last drawn, in CSS px of the canvas. */
  private report(): void {
    const sinceMs = this.deps.now() - this.reportedAtMs;
    if (sinceMs >= REPORT_EVERY_MS) return this.writeReport();
    this.cancelReport ??= this.deps.after(LAST_REPORT_MS, () => {
      this.cancelReport = null;
      if (this.drawn !== this.reported) this.report();
    });
  }

  private writeReport(): void {
    this.reportedAtMs = this.deps.now();
    this.reported = this.drawn;
    const boxes = JSON.stringify(this.drawn.map(reportOf));
    if (this.deps.canvas.dataset.boxes !== boxes) this.deps.canvas.dataset.boxes = boxes;
  }
}

function reportOf(box: DrawnBox) {
  const { x, y, width, height } = box;
  const tenth = (value: number) => Math.round(value * 10) / 10;
  return {
    class: box.thing.name,
    text: box.thing.text ?? null,
    x: tenth(x),
    y: tenth(y),
    width: tenth(width),
    height: tenth(height),
  };
}
