import { expect, it, vi } from 'vitest';
import type { LiveResult } from '../live';
import type { Plane } from './grey';
import type { Drawable } from './present';
import { startPresenting } from './presenting';

function rig() {
  const heard = {
    results: [] as ((result: LiveResult) => void)[],
    states: [] as ((s: { phase: string }) => void)[],
  };
  const world = { nowMs: 0, watched: 0, cleared: 0, shown: [] as Drawable[] };
  let onFrame: ((plane: Plane, capturedMs: number) => void) | null = null;
  const take = <T>(list: T[], each: T) => {
    list.push(each);
    return () => void list.splice(list.indexOf(each), 1);
  };
  const presenting = startPresenting({
    source: {
      state: { phase: 'live', route: { rttMs: 50 } },
      onResult: (listener) => take(heard.results, listener),
      onState: (listener) => take(heard.states, listener),
    },
    watchFrames(listener) {
      onFrame = listener;
      world.watched += 1;
      return () => {
        onFrame = null;
        world.watched -= 1;
      };
    },
    show: (drawable) => void world.shown.push(drawable),
    clear: () => {
      world.cleared += 1;
    },
    ready: async () => {},
    now: () => world.nowMs,
    isTrueToFrame: () => false,
  });
  const state = (phase: string) => heard.states.forEach((tell) => void tell({ phase }));
  const result = (ptsMs: number | null) => {
    const box = { x: 300, y: 200, width: 100, height: 100 };
    const things = [{ id: '', name: 'a', confidence: 1, outputs: [], box }];
    const stamp = { frameId: 1 + Math.round(ptsMs ?? 0), ptsMs, fingerprint: null };
    const each = {
      frame: { width: 640, height: 480 },
      shapes: [],
      things,
      stamp,
      well: true,
    } as unknown as LiveResult;
    heard.results.forEach((tell) => void tell(each));
  };
  const frame = (ms: number) => {
    world.nowMs = ms;
    onFrame?.({ width: 64, height: 48, luma: new Uint8Array(64 * 48).fill(9) }, ms);
  };
  return { presenting, heard, world, state, result, frame };
}

it('watches the screen while a session is live, shows at each frame, and clears at its end', async () => {
  const { world, state, result, frame } = rig();
  result(0);
  expect(world.shown, 'as it came, before anything is loaded').toHaveLength(1);
  state('live');
  state('stalled');
  expect(world.watched).toBe(1);
  await vi.waitFor(() => {
    world.shown = [];
    frame(world.nowMs + 33);
    frame(world.nowMs + 33);
    result(world.nowMs);
    frame(world.nowMs + 33);
    expect(world.shown).toHaveLength(2);
  });
  const before = world.cleared;
  state('idle');
  expect(world.watched).toBe(0);
  expect(world.cleared).toBe(before + 1);
});

it('leaves no listener behind', () => {
  const { presenting, heard, world, state } = rig();
  state('live');
  presenting.end();
  expect([heard.results.length, heard.states.length, world.watched]).toEqual([0, 0, 0]);
});
