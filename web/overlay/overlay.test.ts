import { describe, expect, it } from 'vitest';
import type { Box, Thing } from '../results/kinds/model';
import { thingOf } from '../results/testing';
import { createOverlay, type OverlayDeps } from './overlay';
import { fakeBrush } from './testing';

function fakeDeps() {
  const { calls, context } = fakeBrush();
  const world = {
    nowMs: 0,
    frames: [] as (() => void)[],
    timers: [] as { atMs: number; run: () => void }[],
    view: { width: 400, height: 300, pixelRatio: 2 },
    video: { width: 800, height: 600 },
    reduced: false,
    sizeChanged: () => {},
  };
  const canvas = { width: 0, height: 0, dataset: {} as DOMStringMap };
  const deps: OverlayDeps = {
    canvas,
    context,
    view: () => world.view,
    video: () => world.video,
    reducedMotion: () => world.reduced,
    now: () => world.nowMs,
    nextFrame: (draw) => {
      world.frames.push(draw);
      return () => void world.frames.splice(world.frames.indexOf(draw), 1);
    },
    after: (ms, run) => {
      const timer = { atMs: world.nowMs + ms, run };
      world.timers.push(timer);
      return () => {
        world.timers = world.timers.filter((one) => one !== timer);
      };
    },
    watchSize: (changed) => {
      world.sizeChanged = changed;
      return () => {
        world.sizeChanged = () => {};
      };
    },
  };
  const paint = () => world.frames.splice(0).forEach((draw) => void draw());
  /** Time passes in steps of a 60 Hz frame. */
  const pass = (ms: number) => {
    for (const end = world.nowMs + ms; world.nowMs < end; ) {
      world.nowMs = Math.min(end, world.nowMs + 16);
      const due = world.timers.filter(({ atMs }) => atMs <= world.nowMs);
      world.timers = world.timers.filter((timer) => !due.includes(timer));
      for (const { run } of due) run();
      paint();
    }
  };
  const texts = () => calls.filter(({ name }) => name === 'fillText');
  const shown = () => JSON.parse(canvas.dataset.boxes ?? 'null');
  const clears = () => calls.filter(({ name }) => name === 'clearRect').length;
  return { deps, world, canvas, calls, paint, pass, shown, clears, texts };
}

const thing = ({ x = 100, ...over }: Partial<Thing & Box> = {}) => {
  const box = { x, y: 80, width: 40, height: 20 };
  return thingOf({ id: 'a', name: 'qr_code', classId: 0, confidence: 0.91, box, ...over });
};
const result = (...things: Thing[]) => ({ frame: { width: 400, height: 300 }, things, shapes: [] });

describe('overlay', () => {
  it('draws a result once, at device resolution, and reports it in CSS px', () => {
    const { deps, canvas, calls, pass, shown, clears } = fakeDeps();
    const overlay = createOverlay(deps);
    overlay.show(result(thing({ text: 'HELLO' })));
    overlay.show(result(thing({ text: 'HELLO' })));
    pass(160);
    expect(canvas).toMatchObject({ width: 800, height: 600 });
    expect(calls.find(({ name }) => name === 'setTransform')?.args).toEqual([2, 0, 0, 2, 0, 0]);
    expect(shown()).toEqual([{ class: 'qr_code', text: 'HELLO', x: 80, y: 70, width: 40, height: 20 }]);
    expect(clears()).toBe(1);
  });

  it('draws at once what belongs to a frame that has just come, and not again with the screen', () => {
    const { deps, pass, clears } = fakeDeps();
    const overlay = createOverlay(deps);
    overlay.show(result(thing()));
    overlay.show(result(thing()), 0, true);
    expect(clears()).toBe(1);
    pass(160);
    expect(clears()).toBe(1);
  });

  it('mirrors the boxes and leaves the words alone', () => {
    const { deps, pass, shown, texts } = fakeDeps();
    const overlay = createOverlay(deps);
    overlay.setMirrored(true);
    overlay.show(result(thing()));
    pass(160);
    expect(shown()).toMatchObject([{ x: 280, y: 70, width: 40, height: 20, text: null }]);
    expect(texts().map(({ args }) => args[0])).toEqual(['qr code 91 %']);
  });

  it('follows the view when it changes size', () => {
    const { deps, world, pass, shown } = fakeDeps();
    createOverlay(deps).show(result(thing()));
    pass(160);
    world.view = { width: 800, height: 600, pixelRatio: 1 };
    world.sizeChanged();
    pass(160);
    expect(shown()).toMatchObject([{ x: 160, y: 140, width: 80, height: 40 }]);
  });

  it('fades what no newer result confirms, and then draws no more', () => {
    const { deps, world, pass, shown, clears, texts } = fakeDeps();
    createOverlay(deps).show(result(thing()));
    pass(850);
    const alphas = texts().map(({ alpha }) => alpha);
    expect(alphas[0]).toBe(1);
    expect(alphas.at(-1)).toBeGreaterThan(0);
    expect(alphas.at(-1)).toBeLessThan(1);
    pass(400);
    expect(shown()).toEqual([]);
    const settled = clears();
    pass(1_000);
    expect(clears()).toBe(settled);
    expect(world.timers).toHaveLength(0);
  });

  it('looks at the age of boxes that are shown anew with one timer, and none is late', () => {
    const { deps, pass, texts } = fakeDeps();
    let timers = 0;
    const { after } = deps;
    const counted: typeof after = (ms, run) => {
      timers += 1;
      return after(ms, run);
    };
    const overlay = createOverlay({ ...deps, after: counted });
    for (let frame = 0; frame < 60; frame += 1) {
      overlay.show(result(thing()));
      pass(16);
    }
    // One each 700 ms, and one each 100 ms for the report.
    expect(timers).toBeLessThanOrEqual(2 + 10);
    pass(850);
    expect(texts().at(-1)?.alpha).toBeLessThan(1);
  });

  it('does not fade for someone who asked for less motion, but clears all the same', () => {
    const { deps, world, pass, shown, texts } = fakeDeps();
    world.reduced = true;
    createOverlay(deps).show(result(thing()));
    pass(1_300);
    const alphas = texts().map(({ alpha }) => alpha);
    expect(new Set(alphas)).toEqual(new Set([1]));
    expect(shown()).toEqual([]);
  });

  it('reports at most ten times a second, and always the last state', () => {
    const { deps, canvas, pass, shown } = fakeDeps();
    let writes = 0;
    canvas.dataset = new Proxy({} as DOMStringMap, {
      set: (own, name: string, value) => {
        writes += 1;
        own[name] = value;
        return true;
      },
    });
    const overlay = createOverlay(deps);
    for (let frame = 0; frame < 60; frame += 1) {
      overlay.show(result(thing({ x: 100 + frame })));
      pass(16);
    }
    expect(writes).toBeLessThanOrEqual(12);
    expect(writes).toBeGreaterThan(5);
    pass(120);
    expect(shown()[0].x).toBe(80 + 59);
  });

  it('shows nothing for a frame from before the phone was turned, or before the first picture', () => {
    const { deps, world, pass, shown } = fakeDeps();
    world.video = { width: 600, height: 800 };
    const overlay = createOverlay(deps);
    overlay.show(result(thing()));
    pass(160);
    expect(shown()).toEqual([]);
    world.video = { width: 0, height: 0 };
    overlay.show(result(thing()));
    pass(160);
    expect(shown()).toEqual([]);
  });

  it('holds what is shown as long as it is told to', () => {
    const { deps, world, pass, shown, texts } = fakeDeps();
    const overlay = createOverlay(deps);
    overlay.show(result(thing()));
    pass(850);
    overlay.hold(true);
    pass(60_000);
    expect(shown()).toHaveLength(1);
    expect(texts().at(-1)?.alpha).toBe(1);
    expect(world.timers).toHaveLength(0);
    overlay.hold(false);
    pass(160);
    expect(shown()).toEqual([]);
  });

  it('tells what is under a finger, of two the smaller, and beside nothing of either nothing', () => {
    const { deps, pass } = fakeDeps();
    const overlay = createOverlay(deps);
    expect(overlay.at({ x: 100, y: 80 })).toBeNull();
    const [large, small] = [
      thing({ name: 'sheet', box: { x: 150, y: 100, width: 200, height: 120 } }),
      thing({ name: 'code', box: { x: 100, y: 80, width: 40, height: 20 } }),
    ];
    overlay.show(result(small, large));
    pass(160);
    const at = (x: number, y: number) => overlay.at({ x, y })?.name;
    expect([at(100, 80), at(200, 120), at(45, 100), at(10, 10)]).toEqual([
      'code',
      'sheet',
      'sheet',
      undefined,
    ]);
    overlay.clear();
    pass(160);
    expect(at(100, 80)).toBeUndefined();
  });

  it('leaves no timer and no frame behind', () => {
    const { deps, world, pass } = fakeDeps();
    const overlay = createOverlay(deps);
    overlay.show(result(thing()));
    pass(32);
    overlay.show(result(thing()));
    overlay.destroy();
    expect(world.frames).toHaveLength(0);
    expect(world.timers).toHaveLength(0);
  });
});
