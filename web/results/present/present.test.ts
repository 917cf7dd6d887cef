import { describe, expect, it } from 'vitest';
import { type Conditions, runScene } from '../../../bench/tracking/run';
import { painter, remembering } from '../../../kit/scenes/tracked/paint';
import { photoOf } from '../../../kit/scenes/tracked/photo';
import { type TrackedScene, trackedScene } from '../../../kit/scenes/tracked/scenes';
import { star } from '../../../kit/scenes/tracked/sprites';
import type { Box, Thing } from '../kinds/model';
import { type Drawable, Present, type Stamped } from './present';

const NETWORK: Conditions = {
  resultsPerSecond: 30,
  roundTripMs: 80,
  modelMs: 60,
  jitterMs: 8,
  loss: 0.02,
  told: 'hosted',
};

const filmed = new Map<string, ReturnType<typeof painter>>();

async function figures(name: string, conditions: Partial<Conditions>, seconds = 4) {
  const scene = { ...trackedScene(name), seconds };
  const paint = filmed.get(name) ?? remembering(painter(scene, 240, 180, await photoOf(scene)));
  filmed.set(name, paint);
  return runScene(scene, { ...NETWORK, ...conditions }, paint);
}

describe('what is drawn, over seconds of a scene', () => {
  for (const [name, share, conditions] of [
    ['still', 0.98, {}],
    ['crossing', 0.95, {}],
    ['crossing', 0.95, { told: 'ours' }],
    ['crossing', 0.85, { told: 'ours', resultsPerSecond: 5 }],
    ['turns', 0.9, {}],
    ['turns', 0.82, { told: 'ours', loss: 0.1, jitterMs: 40 }],
    ['no texture', 0.9, { told: 'ours' }],
    ['behind a post', 0.95, { told: 'ours' }],
    ['crossing a wall', 0.95, { told: 'ours' }],
    ['crossing a wall', 0.9, { told: 'ours', resultsPerSecond: 10 }],
    ['a QR code turns', 0.95, {}],
    ['a QR code turns', 0.95, { told: 'ours', resultsPerSecond: 10 }],
    ['a barcode turns', 0.9, { told: 'ours' }],
  ] as const) {
    it(`${name}, ${JSON.stringify(conditions)}: at least ${share} of what the model is worth`, async () => {
      const { model, drawn, drawnLow, asCame } = await figures(name, conditions);
      expect(drawn / model).toBeGreaterThanOrEqual(share);
      expect(drawnLow / model).toBeGreaterThanOrEqual(share - 0.15);
      expect(drawn).toBeGreaterThanOrEqual(asCame);
    });
  }

  it('is followed anew from a result that says that its pixels were another thing’s', async () => {
    const { model, drawn, drawnLow } = await figures('turns', { resultsPerSecond: 5, modelMs: 180 }, 10);
    expect(drawn / model).toBeGreaterThanOrEqual(0.93);
    expect(drawnLow / model).toBeGreaterThanOrEqual(0.9);
  });

  it('is the result as it came where the worker does not say which frame it is of', async () => {
    const { drawn, asCame } = await figures('crossing', { told: 'nothing' }, 3);
    expect(drawn).toBe(asCame);
  });
});

/** A star that goes to the right by 6 px a frame, out of the picture in the end; results come 3 frames late. */
function rig() {
  const boxAt = (n: number): Box => ({ x: 200 + 6 * n, y: 200, width: 100, height: 100 });
  const corner = ({ x, y, width, height }: Box) => ({ x: x - width / 2, y: y - height / 2, width, height });
  const scene: TrackedScene = {
    name: 'rig',
    seconds: 9,
    background: 'checks',
    movers: [{ name: 'star', sprite: star, boxAt: (seconds) => corner(boxAt(Math.round(seconds * 30))) }],
  };
  const paint = painter(scene, 240, 180, null);
  const world = { nowMs: 0, n: 0, truth: false, shown: [] as Drawable[], agesMs: [] as number[] };
  const present = new Present({
    show: (drawable) => void world.shown.push(drawable),
    now: () => world.nowMs,
    roundTripMs: () => 60,
    isTrueToFrame: () => world.truth,
    tellAge: (ms) => void world.agesMs.push(ms),
  });
  const result = (n: number, things: Thing[]): Stamped => ({
    frame: { width: 640, height: 480 },
    shapes: [],
    things,
    stamp: { frameId: n + 1, ptsMs: (n * 1_000) / 30, fingerprint: null },
  });
  const seen = (n: number): Thing[] => [
    { id: `${n}`, name: 'star', confidence: 0.9, outputs: [], box: boxAt(n) },
  ];
  /** One frame, and the result of the one before the last three, as `things` has it. */
  const next = (things: (n: number) => Thing[] | null = seen) => {
    world.nowMs = (world.n * 1_000) / 30;
    present.frame(paint(world.n / 30), world.nowMs);
    const of = world.n - 3;
    const found = of < 0 ? null : things(of);
    if (found) present.result(result(of, found));
    world.n += 1;
  };
  const run = (count: number, things?: (n: number) => Thing[] | null) => {
    for (let at = 0; at < count; at += 1) next(things);
  };
  const last = () => world.shown.at(-1)?.things ?? [];
  return { present, world, run, last, boxAt, seen };
}

const boxOf = ([thing]: Thing[]) => (thing as Thing).box;

describe('a thing', () => {
  it('keeps its identity, and one missed result is no blink', () => {
    const { run, last, world } = rig();
    run(15);
    const [before] = last();
    world.shown = [];
    run(1, () => []);
    run(4);
    expect(world.shown.every(({ things }) => things.length === 1)).toBe(true);
    expect(last()[0]?.identity).toBe(before?.identity);
  });

  it('is of a result whose age is told, from its frame’s capture on', () => {
    const { run, world } = rig();
    run(45);
    expect(world.agesMs).toHaveLength(42);
    expect(Math.abs((world.agesMs.at(-1) ?? 0) - 100)).toBeLessThan(20);
  });

  it('is drawn once a frame, and by a result only where that tells something else', () => {
    const { run, last, world, seen } = rig();
    run(15);
    world.shown = [];
    run(10);
    expect(world.shown.length).toBeLessThanOrEqual(12);
    world.shown = [];
    run(1, (n) => [
      ...seen(n),
      { ...(seen(n)[0] as Thing), name: 'other', box: { ...boxOf(seen(n)), y: 400 } },
    ]);
    expect(world.shown).toHaveLength(2);
    expect(last()).toHaveLength(2);
  });

  it('is gone once two results in a row leave it out', () => {
    const { run, last } = rig();
    run(15);
    run(2, () => []);
    expect(last()).toEqual([]);
  });

  it('goes on with the picture while results are late, and within its bounds', () => {
    const { run, last, boxAt, world } = rig();
    run(15);
    run(6, () => null);
    const [thing] = last();
    expect(Math.abs((thing?.box.x ?? 0) - boxAt(world.n - 1).x)).toBeLessThan(5);
  });

  it('is gone within 150 ms of leaving the picture, though no result says so', () => {
    const { run, last, boxAt, world } = rig();
    run(70);
    expect(last()).toHaveLength(1);
    while (boxAt(world.n).x - 50 < 640) run(1, () => null);
    run(4, () => null);
    expect(last()).toEqual([]);
  });

  it('is shown as it came where the person wants that, or the video stands still', () => {
    const { run, last, boxAt, world, seen, present } = rig();
    run(15);
    world.truth = true;
    run(1);
    expect(last()[0]?.box).toEqual(boxAt(world.n - 4));
    world.truth = false;
    world.nowMs += 400;
    present.result({
      frame: { width: 640, height: 480 },
      shapes: [],
      things: seen(30),
      stamp: { frameId: 99, ptsMs: 1_000, fingerprint: null },
    });
    expect(last()[0]?.box).toEqual(boxAt(30));
  });

  it('does not outlive its picture: a flip, an end, another peer', () => {
    for (const end of ['reset', 'ended'] as const) {
      const { run, present, world } = rig();
      run(15);
      present[end]();
      world.shown = [];
      run(5, () => null);
      expect(world.shown).toEqual([]);
    }
  });
});
