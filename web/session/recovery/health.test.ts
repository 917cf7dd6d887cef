import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HealthMonitor } from './health';

/** A monitor that has seen `count` results `gapMs` apart; returns it and the time of the last one. */
function paced(gapMs: number, count = 30) {
  const monitor = new HealthMonitor(0);
  for (let index = 1; index <= count; index += 1) monitor.frame(index * gapMs, true);
  return { monitor, last: count * gapMs };
}

describe('health', () => {
  it.each([33, 66, 100])('notices within 1 s when results %d ms apart stop', (gapMs) => {
    const { monitor, last } = paced(gapMs);
    expect(monitor.judge(last + 500)).toBe('well');
    expect(monitor.judge(last + 1_000)).toBe('stalled');
  });

  it('is well while frames come that fail, and takes their silence for a stall', () => {
    const { monitor, last } = paced(33);
    for (let ms = 33; ms <= 30_000; ms += 33) {
      monitor.frame(last + ms, false);
      expect(monitor.judge(last + ms)).toBe('well');
    }
    expect(monitor.judge(last + 31_000)).not.toBe('well');
  });

  it('does not take frames that fail fast for the pace of those that work', () => {
    const { monitor, last } = paced(1_000);
    for (let ms = 20; ms <= 2_000; ms += 20) monitor.frame(last + ms, false);
    expect(monitor.judge(last + 6_900)).toBe('well');
  });

  it('gives a worker of one result a second five of its gaps', () => {
    const { monitor, last } = paced(1_000);
    expect(monitor.judge(last + 4_900)).toBe('well');
    expect(monitor.judge(last + 5_000)).toBe('dead');
  });

  it('has a time until which it finds nothing, whatever ICE says', () => {
    const { monitor, last } = paced(33);
    expect(monitor.wellUntilMs).toBeGreaterThan(last + 500);
    expect(monitor.judge(monitor.wellUntilMs - 1, true)).toBe('well');
    expect(monitor.judge(monitor.wellUntilMs, true)).toBe('dead');
    monitor.rest(last, true);
    expect(monitor.wellUntilMs, 'a path may break at any time').toBeLessThan(last);
  });

  it('misses nothing while nothing is sent, but for a path that broke, and is as strict again afterwards', () => {
    const { monitor, last } = paced(33);
    monitor.rest(last + 400, true);
    expect(monitor.judge(last + 60_000)).toBe('well');
    expect(monitor.judge(last + 60_000, true)).toBe('dead');
    monitor.rest(last + 60_000, false);
    expect(monitor.judge(last + 60_500)).toBe('well');
    expect(monitor.judge(last + 61_000)).toBe('stalled');
  });

  it('calls the path dead only once the transport is deaf too', () => {
    const { monitor, last } = paced(33);
    monitor.transport({ bytes: 10, responses: 1, requestsSent: 0, silentMs: null }, last + 900);
    expect(monitor.judge(last + 1_900)).toBe('stalled');
    monitor.transport({ bytes: 10, responses: 2, requestsSent: 0, silentMs: null }, last + 1_900);
    expect(monitor.judge(last + 3_300)).toBe('stalled');
    monitor.transport({ bytes: 10, responses: 2, requestsSent: 0, silentMs: null }, last + 3_700);
    expect(monitor.judge(last + 3_700)).toBe('dead');
  });

  it('takes the time of the last packet from the browser where it says so', () => {
    const { monitor, last } = paced(33);
    monitor.transport({ bytes: 99, responses: 9, requestsSent: 0, silentMs: 900 }, last + 1_000);
    expect(monitor.judge(last + 1_599)).toBe('stalled');
    expect(monitor.judge(last + 1_600)).toBe('dead');
  });

  it('does not take what still comes in for life while nothing of ours is answered', () => {
    const { monitor, last } = paced(33);
    monitor.transport({ bytes: 1, responses: 5, requestsSent: 5, silentMs: 0 }, last);
    for (let ms = 100; ms <= 2_000; ms += 100)
      monitor.transport({ bytes: ms, responses: 5, requestsSent: 7, silentMs: 0 }, last + ms);
    expect(monitor.judge(last + 1_500)).toBe('dead');
    monitor.transport({ bytes: 9_999, responses: 6, requestsSent: 8, silentMs: 0 }, last + 1_500);
    expect(monitor.judge(last + 1_500)).toBe('stalled');
  });

  it('asks for no second proof when results fall silent again right after an outage', () => {
    const { monitor, last } = paced(33);
    for (let ms = 5_000; ms <= 5_600; ms += 33) monitor.frame(last + ms, true);
    let bytes = 0;
    const live = (ms: number) =>
      monitor.transport({ bytes: ++bytes, responses: bytes, requestsSent: bytes, silentMs: 0 }, last + ms);
    live(6_300);
    expect(monitor.judge(last + 6_000)).toBe('well');
    expect(monitor.judge(last + 6_450)).toBe('dead');
  });

  it('does so no more once results have flowed for a while', () => {
    const { monitor, last } = paced(33);
    for (let ms = 5_000; ms <= 9_000; ms += 33) monitor.frame(last + ms, true);
    monitor.transport({ bytes: 1, responses: 1, requestsSent: 1, silentMs: 0 }, last + 9_800);
    expect(monitor.judge(last + 9_900)).toBe('stalled');
  });

  it('takes ICE’s word for a dead path only together with overdue results', () => {
    const { monitor, last } = paced(33);
    expect(monitor.judge(last + 500, true)).toBe('well');
    expect(monitor.judge(last + 800, true)).toBe('dead');
  });

  it('ends a worker that hangs on a live path', () => {
    const { monitor, last } = paced(33);
    let bytes = 0;
    for (let ms = 100; ms <= 7_000; ms += 100)
      monitor.transport({ bytes: ++bytes, responses: 0, requestsSent: 0, silentMs: null }, last + ms);
    expect(monitor.judge(last + 6_000)).toBe('stalled');
    expect(monitor.judge(last + 7_000)).toBe('dead');
  });

  it('is well again with the next result', () => {
    const { monitor, last } = paced(33);
    expect(monitor.judge(last + 3_000)).toBe('dead');
    monitor.frame(last + 3_000, true);
    expect(monitor.judge(last + 3_100)).toBe('well');
  });

  it('never alarms at gaps within twice the usual one', () => {
    const gaps = fc.tuple(
      fc.integer({ min: 5, max: 2_000 }),
      fc.array(fc.double({ min: 0.5, max: 2, noNaN: true })),
    );
    fc.assert(
      fc.property(gaps, ([usual, factors]) => {
        const { monitor, last } = paced(usual);
        let now = last;
        for (const factor of factors) {
          now += usual * factor;
          expect(monitor.judge(now)).toBe('well');
          monitor.frame(now, true);
        }
      }),
    );
  });
});
