import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../time/fakes';
import type { Result } from './kinds/model';
import { liveResult } from './live';
import { readResult } from './readResult';
import { createScreenFeed, NOTHING_SEEN, type ResultSource, type ScreenFeed, type Seen } from './screenFeed';
import { prediction, set, uuid } from './testing';

const things = (count: number) =>
  set(Array.from({ length: count }, (_, at) => prediction({ detection_id: uuid(at) })));
const result = (outputs: object) => readResult({ outputs });
const failed = () => readResult({ outputs: null, errors: ['ValueError: the lens cap is on'] });

function setUp() {
  const clock = new FakeClock();
  let deliver: (result: Result) => void = () => {};
  let become: (state: { phase: string }) => void = () => {};
  const source: ResultSource = {
    onResult: (listener) => {
      deliver = listener;
      return () => {};
    },
    onState: (listener) => {
      become = listener;
      return () => {};
    },
  };
  const told: { atMs: number; seen: Seen }[] = [];
  const feed: ScreenFeed = createScreenFeed(source, clock, (seen) => told.push({ atMs: clock.now(), seen }));
  const play = async (ms: number, next: (frame: number) => Result, fps = 30) => {
    for (let frame = 0; frame < (ms * fps) / 1000; frame += 1) {
      deliver(next(frame));
      await clock.pass(1000 / fps);
    }
  };
  return {
    clock,
    feed,
    told,
    play,
    deliver: (given: Result) => deliver(given),
    become: (phase: string) => become({ phase }),
    last: () => told.at(-1)?.seen ?? NOTHING_SEEN,
  };
}

describe('the feed of the screen', () => {
  let rig: ReturnType<typeof setUp>;
  beforeEach(() => {
    rig = setUp();
  });

  it('tells the first result at once, and then four times a second at most, whatever the rate', async () => {
    await rig.play(5_000, (frame) => result({ dogs: things(frame % 7), count: frame }), 60);
    expect(rig.told[0]?.atMs).toBe(0);
    expect(rig.told.length).toBeLessThanOrEqual(21);
    for (const [at, { atMs }] of rig.told.entries())
      if (at > 0) expect(atMs - (rig.told[at - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(250 - 1e-6);
  });

  it('tells a scene that stands still once, whatever the rate, and a quarter of a second after it moved again', async () => {
    await rig.play(3_000, () => result({ dogs: things(3) }));
    expect(rig.told.map(({ atMs }) => atMs)).toEqual([0]);
    rig.deliver(result({ dogs: things(2) }));
    await rig.clock.pass(250);
    expect(rig.told).toHaveLength(2);
    expect(rig.last().summary.count).toBe(2);
  });

  it('is never more than a quarter of a second behind', async () => {
    for (let count = 0; count < 60; count += 1) {
      rig.deliver(result({ dogs: things(count % 9) }));
      await rig.clock.pass(250);
      expect(rig.last().summary.count).toBe(count % 9);
    }
  });

  it('forgets what is as old as boxes may be, and leaves no timer once it has ended', async () => {
    rig.deliver(result({ dogs: things(2), count: 2 }));
    await rig.clock.pass(999);
    expect(rig.last().summary.count).toBe(2);
    await rig.clock.pass(1);
    expect([rig.last(), rig.clock.pending]).toEqual([NOTHING_SEEN, 0]);
    rig.deliver(result({ dogs: things(2) }));
    rig.feed.end();
    expect(rig.clock.pending).toBe(0);
  });

  it.each(['idle', 'failed', 'paused', 'dialing'])(
    'forgets at once when the session is %s',
    async (phase) => {
      await rig.play(1_000, () => result({ dogs: things(1), count: 1 }));
      rig.become(phase);
      expect(rig.last()).toBe(NOTHING_SEEN);
      await rig.clock.pass(300);
      expect(rig.last()).toBe(NOTHING_SEEN);
    },
  );

  it.each(['live', 'stalled', 'redialing'])(
    'goes on while the session is %s, as the boxes do',
    async (phase) => {
      rig.deliver(result({ dogs: things(1) }));
      rig.become(phase);
      expect(rig.last().summary.count).toBe(1);
    },
  );

  it('keeps what it has over frames that fail, and says that they do', async () => {
    await rig.play(3_000, (frame) => (frame % 2 === 0 ? result({ dogs: things(1) }) : failed()));
    expect(rig.told.slice(1).map(({ seen }) => seen.summary.count)).toEqual(rig.told.slice(1).map(() => 1));
    expect(rig.last().troubles).toMatchObject([
      { failed: 15, of: 30, reason: 'ValueError: the lens cap is on' },
    ]);
    await rig.play(2_000, failed);
    expect(rig.last()).toMatchObject({ summary: { count: 0, text: '' }, troubles: [{ failed: 30 }] });
    await rig.play(6_000, () => result({ dogs: things(0) }));
    expect(rig.last()).toMatchObject({ summary: { text: 'Nothing in view' }, troubles: [] });
  });

  it('has a line for each output that is not all drawn, and none of an empty set alone', async () => {
    rig.deliver(result({ dogs: things(0) }));
    expect(rig.last()).toMatchObject({ summary: { text: 'Nothing in view' }, lines: [] });
    await rig.play(300, () => result({ dogs: things(1), count_in: 3, verdict: 'PASS' }));
    expect(rig.last().lines.map(({ name, value }) => [name, value])).toEqual([
      ['count in', '3'],
      ['verdict', 'PASS'],
    ]);
  });

  it('keeps a set’s line where it is, drawn or not', async () => {
    const names: string[][] = [];
    const counts = [[1, 0], [2, 1], [0, 0], [1, 0]] as const; // biome-ignore format: one line
    for (const [all, fresh] of counts) {
      await rig.play(300, () => result({ all: things(all), fresh: things(fresh) }));
      names.push(rig.last().lines.map(({ name, value }) => `${name} ${value}`));
    }
    expect(names).toEqual([['fresh none'], ['fresh 1'], ['fresh none'], ['fresh none']]);
  });

  it('traces numbers over the last minute', async () => {
    await rig.play(70_000, (frame) => result({ count: frame }), 4);
    const trace = rig.last().lines[0]?.trace ?? [];
    expect(trace.length).toBeLessThanOrEqual(240);
    expect((trace.at(-1)?.atMs ?? 0) - (trace[0]?.atMs ?? 0)).toBeGreaterThan(59_000);
    expect(trace.at(-1)?.value).toBe(279);
  });

  it('keeps little of a workflow that names its outputs anew each frame', async () => {
    await rig.play(60_000, (frame) => result({ [`count ${frame}`]: 1 }), 4);
    expect(rig.last().lines).toHaveLength(1);
    expect(rig.last().lines[0]?.trace).toHaveLength(1);
  });

  it('has a banner of each classification, and the whole text of an output', () => {
    const dog = { predictions: [{ class: 'dog', confidence: 0.9 }, { class: 'cat', confidence: 0.1 }], top: 'dog' }; // biome-ignore format: one line
    rig.deliver(result({ kind: dog, facts: { a: [1] } }));
    expect(rig.last().banners).toMatchObject([
      { output: 'kind', scores: [{ name: 'dog' }, { name: 'cat' }] },
    ]);
    expect([rig.feed.textOf('facts'), rig.feed.textOf('other')]).toEqual([
      '{\n  "a": [\n    1\n  ]\n}',
      null,
    ]);
  });

  it('starts over with another picture, and leaves out what was put away', async () => {
    await rig.play(300, () => result({ dogs: things(1) }));
    rig.feed.clear();
    expect(rig.last()).toBe(NOTHING_SEEN);
    await rig.play(300, failed);
    rig.feed.dismissTrouble(rig.last().troubles[0]?.key ?? '');
    expect(rig.last().troubles).toEqual([]);
    await rig.play(300, failed);
    expect(rig.last().troubles).toEqual([]);
  });

  it('names the outputs of a workflow that returns nothing that can be shown, in the chip alone', () => {
    rig.deliver(result({ annotated_frame: { type: 'base64', value: '/9j/' } }));
    expect(rig.last().lines).toEqual([]);
    expect(rig.last().summary.text).toContain('nothing that can be shown: annotated frame.');
  });

  it('takes a live result as it is', () => {
    const message = { serialized_output_data: { n: 1 }, video_metadata: null, errors: [], processing_complete: false, termination_reason: null }; // biome-ignore format: one line
    rig.deliver(liveResult(1, message));
    expect(rig.last().lines).toMatchObject([{ value: '1' }]);
  });
});
