import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameClock } from './frameClock';

const ORIGIN = 5_000_000;
/** Results whose frames are captured at `captured` and that come `latency` later. */
function run(
  clock: FrameClock,
  frames: { capturedMs: number; latencyMs: number }[],
  from = 1,
  origin = ORIGIN,
) {
  return frames.map(({ capturedMs, latencyMs }, at) =>
    clock.capturedAt({ frameId: from + at, ptsMs: capturedMs - origin }, capturedMs + latencyMs),
  );
}
const every33 = (count: number, latencyMs: number, startMs = ORIGIN + 1_000) =>
  Array.from({ length: count }, (_, at) => ({ capturedMs: startMs + at * 33, latencyMs }));

describe('the clock of a result’s frames', () => {
  it('has for its floor the quickest result of the last eight seconds', () => {
    const steps = fc.record({
      ms: fc.integer({ min: 1, max: 900 }),
      latencyMs: fc.integer({ min: 0, max: 300 }),
    });
    fc.assert(
      fc.property(fc.array(steps, { minLength: 1, maxLength: 80 }), (given) => {
        const clock = new FrameClock(() => 0);
        const came: { arrivedMs: number; offsetMs: number }[] = [];
        let [ptsMs, nowMs] = [0, ORIGIN];
        for (const [at, { ms, latencyMs }] of given.entries()) {
          ptsMs += ms;
          const arrivedMs = Math.max(nowMs, ORIGIN + ptsMs + latencyMs);
          nowMs = arrivedMs;
          clock.capturedAt({ frameId: at + 1, ptsMs }, arrivedMs);
          came.push({ arrivedMs, offsetMs: arrivedMs - ptsMs });
          const recent = came.filter((each) => arrivedMs - each.arrivedMs < 8_000);
          expect(clock.latestOriginMs).toBe(Math.min(...recent.map(({ offsetMs }) => offsetMs)));
        }
      }),
    );
  });

  it('is as exact as its floor: results that a queue held up do not move it', () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 5, maxLength: 60 });
    fc.assert(
      fc.property(latencies, (queued) => {
        const clock = new FrameClock(() => 80);
        run(clock, every33(1, 120));
        const frames = every33(queued.length, 0, ORIGIN + 1_033).map((frame, at) => ({
          ...frame,
          latencyMs: 120 + (queued[at] as number),
        }));
        const times = run(clock, frames, 2);
        for (const [at, timeMs] of times.entries())
          expect(
            Math.abs((timeMs as number) - (frames[at] as { capturedMs: number }).capturedMs),
          ).toBeLessThan(10);
      }),
    );
  });

  it('believes no picture that would have results come before their frames', () => {
    const clock = new FrameClock(() => 80);
    run(clock, every33(20, 118));
    clock.correct(1_000, ORIGIN + 1_000 + 118);
    const [timeMs] = run(clock, every33(1, 118, ORIGIN + 2_000), 21);
    expect(timeMs).toBe(ORIGIN + 2_000);
  });

  it('takes the picture’s word before the path’s', () => {
    const clock = new FrameClock(() => 80);
    run(clock, every33(5, 500));
    clock.learn(ORIGIN);
    expect(run(clock, every33(1, 500, ORIGIN + 2_000), 6)).toEqual([ORIGIN + 2_000]);
  });

  it('keeps what it knows through a stall of seconds', () => {
    const clock = new FrameClock(() => 80);
    run(clock, every33(20, 118));
    clock.learn(ORIGIN);
    run(clock, every33(10, 4_000, ORIGIN + 2_000), 21);
    expect(run(clock, every33(1, 118, ORIGIN + 7_000), 31)).toEqual([ORIGIN + 7_000]);
  });

  it('begins anew with another peer, which counts from elsewhere', () => {
    for (const origin of [ORIGIN + 90_000, ORIGIN - 90_000]) {
      const clock = new FrameClock(() => 80);
      run(clock, every33(20, 118));
      clock.learn(ORIGIN + 3);
      const [timeMs] = run(clock, every33(1, 118, ORIGIN + 3_000), 1, origin);
      expect(timeMs).toBeCloseTo(ORIGIN + 3_000, 0);
    }
  });

  it('says nothing where the worker does not count, or counts and stands still', () => {
    const clock = new FrameClock(() => null);
    expect(clock.capturedAt({ frameId: 1, ptsMs: null }, 100)).toBeNull();
    clock.capturedAt({ frameId: 1, ptsMs: 0 }, 100);
    expect(clock.capturedAt({ frameId: 2, ptsMs: 0 }, 133)).toBeNull();
    expect(clock.capturedAt({ frameId: 3, ptsMs: 0 }, 166)).toBeNull();
    expect(clock.capturedAt({ frameId: 4, ptsMs: 100 }, 199)).not.toBeNull();
  });
});
