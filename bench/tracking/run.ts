/** One scene over one network, with the page's clock turned by hand: what is drawn against what is shown. */
import { createRandom, type Random } from '../../kit/figures/random';
import { mean } from '../../kit/figures/statistics';
import { FRAME, type TrackedScene } from '../../kit/scenes/tracked/scenes';
import { fingerprintOf } from '../../protocol/fingerprint';
import type { Box, Thing } from '../../web/results/kinds/model';
import { type Drawable, Present, type Stamped } from '../../web/results/present/present';

/** Times in ms. `told`: what the worker says of the frame. */
export type Conditions = {
  resultsPerSecond: number;
  roundTripMs: number;
  modelMs: number;
  /** Mean of what the network adds now and then. */
  jitterMs: number;
  /** Share of results that never come. */
  loss: number;
  /** As hosted: exact pts from an unknown origin. As ours: pts by arrival, and a fingerprint. */
  told: 'hosted' | 'ours' | 'nothing';
};
export type Figures = {
  /** Mean overlap of the model's boxes with the frames that they are of. */
  model: number;
  drawn: number;
  drawnLow: number;
  asCame: number;
  asCameLow: number;
  switches: number;
  /** Median and 95th percentile of a frame's script, ms. */
  frameMs: number[];
};

const FPS = 30;
const ENCODE_MS = 14;
const SHOWN_MS = 1000 / 60;

type Pending = { arrivesMs: number; result: Stamped };
type Paint = (seconds: number) => { width: number; height: number; luma: Uint8Array };

export function runScene(scene: TrackedScene, conditions: Conditions, paint: Paint, seed = 1): Figures {
  return new Run(scene, conditions, paint, seed).run();
}

class Run {
  private nowMs = 0;
  private drawn: Drawable | null = null;
  private asCame: Stamped | null = null;
  private pending: Pending[] = [];
  private lastSentMs = Number.NEGATIVE_INFINITY;
  private frameId = 0;
  private readonly random: Random;
  private readonly overlaps = { model: [] as number[], drawn: [] as number[], asCame: [] as number[] };
  private readonly frameMs: number[] = [];
  private readonly owners = new Map<string, number>();
  private switches = 0;
  private readonly present: Present;
  private lastArrivalMs = 0;

  constructor(
    private readonly scene: TrackedScene,
    private readonly conditions: Conditions,
    private readonly paint: Paint,
    seed: number,
  ) {
    this.random = createRandom(seed);
    this.present = new Present({
      show: (drawable) => {
        this.drawn = drawable;
      },
      now: () => this.nowMs,
      roundTripMs: () => conditions.roundTripMs,
      isTrueToFrame: () => false,
    });
  }

  run(): Figures {
    const frames = Math.floor(this.scene.seconds * FPS);
    for (let n = 0; n < frames; n += 1) {
      const capturedMs = 1_000 + (n * 1_000) / FPS;
      this.nowMs = capturedMs;
      this.deliver();
      const plane = this.paint(this.secondsOf(capturedMs));
      const startMs = performance.now();
      this.present.frame(plane, capturedMs);
      this.frameMs.push(performance.now() - startMs);
      this.send(capturedMs, plane);
      this.look(capturedMs);
      this.nowMs = capturedMs + SHOWN_MS;
      this.deliver();
      this.look(capturedMs);
    }
    return this.figures();
  }

  private secondsOf(capturedMs: number): number {
    return (capturedMs - 1_000) / 1_000;
  }

  /** The worker takes a frame when it is done with the last one. */
  private send(capturedMs: number, plane: ReturnType<Paint>): void {
    const { resultsPerSecond, roundTripMs, modelMs, jitterMs, loss, told } = this.conditions;
    if (capturedMs - this.lastSentMs < 1_000 / resultsPerSecond - 1) return;
    this.lastSentMs = capturedMs;
    this.frameId += 1;
    const wait = () => -Math.log(1 - this.random.next()) * jitterMs;
    const upMs = ENCODE_MS + roundTripMs / 2 + wait();
    const arrivedThereMs = capturedMs + upMs;
    const arrivesMs = Math.max(this.lastArrivalMs, arrivedThereMs + modelMs + wait() + roundTripMs / 2);
    if (this.random.next() < loss) return;
    this.lastArrivalMs = arrivesMs;
    const ptsMs = told === 'ours' ? arrivedThereMs - 777 : told === 'hosted' ? capturedMs - 4_321 : null;
    const fingerprint = told === 'ours' ? this.printed(plane) : null;
    const things = this.detect(this.secondsOf(capturedMs));
    const stamp = { frameId: this.frameId, ptsMs, fingerprint };
    this.pending.push({ arrivesMs, result: { frame: FRAME, shapes: [], things, stamp } });
  }

  /** As the worker sees it: video range, and a codec's noise. */
  private printed({ luma, width, height }: ReturnType<Paint>): Uint8Array {
    const seen = luma.map((value) => 16 + (value * 219) / 255 + this.random.normal() * 3);
    return fingerprintOf(seen, width, height);
  }

  private detect(seconds: number): Thing[] {
    const things: Thing[] = [];
    for (const { name, box } of this.truths(seconds)) {
      if (this.random.next() < 0.02) continue;
      const jitter = () => this.random.normal() * 0.011;
      const [left, top] = [
        box.x - box.width / 2 + jitter() * box.width,
        box.y - box.height / 2 + jitter() * box.height,
      ];
      const right = box.x + box.width / 2 + jitter() * box.width;
      const bottom = box.y + box.height / 2 + jitter() * box.height;
      const seen = between(left, top, right, bottom);
      this.overlaps.model.push(iou(seen, box));
      things.push({
        id: String(this.random.next()),
        name,
        confidence: 0.9,
        box: seen,
        outputs: ['predictions'],
      });
    }
    return things;
  }

  /** What a model would name, by the part that is in the picture. */
  private truths(seconds: number): { key: string; name: string; box: Box }[] {
    return this.scene.movers.flatMap(({ name, boxAt, hides }, at) => {
      const box = boxAt(seconds);
      const [left, top] = [Math.max(0, box.x), Math.max(0, box.y)];
      const right = Math.min(FRAME.width, box.x + box.width);
      const bottom = Math.min(FRAME.height, box.y + box.height);
      const seen = between(left, top, right, bottom);
      const isThere = right > left && bottom > top && seen.width * seen.height > 0.4 * box.width * box.height;
      return hides || !isThere ? [] : [{ key: `${at}`, name, box: seen }];
    });
  }

  private deliver(): void {
    const due = this.pending.filter(({ arrivesMs }) => arrivesMs <= this.nowMs);
    this.pending = this.pending.filter(({ arrivesMs }) => arrivesMs > this.nowMs);
    const now = this.nowMs;
    for (const { arrivesMs, result } of due) {
      this.nowMs = arrivesMs;
      this.asCame = result;
      this.present.result(result);
    }
    this.nowMs = now;
  }

  /** One animation frame: `capturedMs` is the frame on the screen. */
  private look(capturedMs: number): void {
    if (capturedMs < 1_700) return;
    const seconds = this.secondsOf(capturedMs);
    for (const { key, name, box } of this.truths(seconds)) {
      const drawn = best(this.drawn?.things ?? [], name, box);
      this.overlaps.drawn.push(drawn.overlap);
      this.overlaps.asCame.push(best(this.asCame?.things ?? [], name, box).overlap);
      if (drawn.overlap > 0.5) this.follow(key, drawn.identity);
    }
  }

  private follow(key: string, identity: number | undefined): void {
    if (identity === undefined) return;
    const before = this.owners.get(key);
    const other = [...this.owners].some(([each, owner]) => each !== key && owner === identity);
    if (before !== undefined && before !== identity && other) this.switches += 1;
    this.owners.set(key, identity);
  }

  private figures(): Figures {
    const { model, drawn, asCame } = this.overlaps;
    return {
      model: mean(model),
      drawn: mean(drawn),
      drawnLow: low(drawn),
      asCame: mean(asCame),
      asCameLow: low(asCame),
      switches: this.switches,
      frameMs: this.frameMs,
    };
  }
}

function best(things: readonly (Thing & { identity?: number })[], name: string, truth: Box) {
  let found = { overlap: 0, identity: undefined as number | undefined };
  for (const thing of things) {
    const overlap = thing.name === name ? iou(thing.box, truth) : 0;
    if (overlap > found.overlap) found = { overlap, identity: thing.identity };
  }
  return found;
}

const between = (left: number, top: number, right: number, bottom: number): Box => ({
  x: (left + right) / 2,
  y: (top + bottom) / 2,
  width: right - left,
  height: bottom - top,
});

/** Of two boxes by their middles. */
function iou(a: Box, b: Box): number {
  const side = (p: number, l: number, q: number, m: number) =>
    Math.max(0, Math.min(p + l / 2, q + m / 2) - Math.max(p - l / 2, q - m / 2));
  const both = side(a.x, a.width, b.x, b.width) * side(a.y, a.height, b.y, b.height);
  return both / (a.width * a.height + b.width * b.height - both);
}

const low = (values: number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 10)] ?? Number.NaN;
