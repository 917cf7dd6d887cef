import { expect, it } from 'vitest';
import { createRestartPolicy, type End } from './restarts';

const crash: End = { code: null, signal: 'SIGSEGV', hasListened: true };

function watched() {
  let nowMs = 0;
  const restart = createRestartPolicy(() => nowMs);
  const end = (how: Partial<End>, lastedMs = 0) => {
    nowMs += lastedMs;
    return restart({ ...crash, ...how });
  };
  return { end };
}

it('waits longer from crash to crash, never beyond five seconds, and never gives up', () => {
  const { end } = watched();
  const waits = Array.from({ length: 1000 }, () => end({}, 1000)?.delayMs);
  expect(waits.slice(0, 5)).toEqual([0, 200, 300, 450, 675]);
  expect(new Set(waits.slice(10))).toEqual(new Set([5000]));
  const firstTen = waits.slice(0, 10).reduce<number>((sum, ms) => sum + (ms ?? 0), 0);
  expect(firstTen).toBeLessThan(30_000);
});

it('has forgotten them after a minute without one', () => {
  const { end } = watched();
  for (let time = 0; time < 20; time += 1) end({}, 10);
  expect(end({}, 60_001)).toEqual({ delayMs: 0, line: 'The worker crashed (SIGSEGV) and is started again.' });
  expect(end({}, 1000)).toEqual({
    delayMs: 200,
    line: 'The worker crashed (SIGSEGV) and is started again in 0.2 s.',
  });
});

it('leaves alone what ended in good order, or could not be started to begin with', () => {
  expect(watched().end({ code: 0, signal: null })).toBeNull();
  expect(watched().end({ code: 1, signal: null, hasListened: false })).toBeNull();
  expect(watched().end({ code: 2, signal: null, hasListened: false })).toBeNull();
});

it('starts again what threw, and what finds its port taken after it has served', () => {
  const { end } = watched();
  expect(end({ code: 1, signal: null })?.line).toContain('(status 1)');
  expect(end({ code: 1, signal: null, hasListened: false })?.delayMs).toBe(200);
});

it('starts again what crashes before it has ever served', () => {
  expect(watched().end({ hasListened: false })?.delayMs).toBe(0);
});
