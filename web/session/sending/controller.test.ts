import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Reading, SendController, WINDOW_MS } from './controller';

const CAP = 440_000;
const START = 330_000;
const LOOK_MS = 500;
const STEP_MS = 50;

/** What the far side and the way there do, from now on. */
type Weather = {
  /** The worker's results a second at most. */
  worker: number;
  /** Bytes that leave for each of a new frame: headers, and what is sent again. */
  ratio: number;
  /** What the encoder makes of the bitrate that it is given. */
  overshoot: number;
  lostShare: number | null;
  waitMs: number | null;
  availableBps: number | null;
};
const FAIR: Weather = {
  worker: 60,
  ratio: 1.12,
  overshoot: 1,
  lostShare: 0,
  waitMs: 5,
  availableBps: 2e6,
};

/** A peer whose encoder does as it is told, in steps of 50 ms, and the controller that tells it. */
class Peer {
  private readonly controller = new SendController(CAP, START);
  private nowMs = 0;
  private counts = { bytes: 0, mediaBytes: 0, framesSent: 0, framesAnswered: 0 };
  sending = { maxBitrate: START, maxFramerate: 30 };
  readonly sent: { atMs: number; bytes: number }[] = [];

  /** @param burst bytes at once, as a key frame is */
  pass(ms: number, weather: Partial<Weather> = {}, burst = 0): void {
    const now = { ...FAIR, ...weather };
    this.send(burst, now.ratio);
    for (const end = this.nowMs + ms; this.nowMs < end; ) {
      this.nowMs += STEP_MS;
      this.send((this.sending.maxBitrate * now.overshoot * STEP_MS) / 8_000, now.ratio);
      const frames = (this.sending.maxFramerate * STEP_MS) / 1_000;
      this.counts.framesSent += frames;
      this.counts.framesAnswered += Math.min(frames, (now.worker * STEP_MS) / 1_000);
      if (this.nowMs % LOOK_MS === 0) this.sending = this.controller.next(this.reading(now));
    }
  }

  private send(bytes: number, ratio: number): void {
    this.counts.mediaBytes += bytes;
    this.counts.bytes += bytes * ratio;
    this.sent.push({ atMs: this.nowMs, bytes: bytes * ratio });
  }

  private reading({ lostShare, waitMs, availableBps }: Weather): Reading {
    return { atMs: this.nowMs, ...this.counts, lostShare, waitMs, availableBps };
  }

  /** Bits a second over the last so many ms. */
  lately(ms: number): number {
    return rate(this.sent, this.nowMs - ms, this.nowMs);
  }

  /** The same over the worst window. */
  get worst(): number {
    const starts = this.sent.map(({ atMs }) => atMs);
    return Math.max(0, ...starts.map((from) => rate(this.sent, from, from + WINDOW_MS)));
  }
}

function rate(sent: Peer['sent'], fromMs: number, toMs: number): number {
  const bytes = sent.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
  return (8_000 * bytes.reduce((sum, each) => sum + each.bytes, 0)) / (toMs - fromMs);
}

describe('what is sent', () => {
  it('fills the cap on a good way, headers and all', () => {
    const peer = new Peer();
    peer.pass(20_000);
    expect(peer.lately(10_000)).toBeGreaterThan(0.8 * CAP);
    expect(peer.sending.maxFramerate).toBe(30);
  });

  it('never exceeds the cap over five seconds, whatever is sent again, however the encoder misses', () => {
    const weather = fc.record({
      ratio: fc.double({ min: 1, max: 1.6, noNaN: true }),
      overshoot: fc.double({ min: 0.2, max: 1.25, noNaN: true }),
      worker: fc.integer({ min: 1, max: 40 }),
      lostShare: fc.constantFrom(null, 0, 0.05, 0.3),
      waitMs: fc.constantFrom(null, 0, 200),
      availableBps: fc.constantFrom(null, 50_000, 300_000, 3e6),
    });
    const stretch = fc.record({ ms: fc.integer({ min: 5, max: 12 }), burst: fc.nat(15_000), weather });
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 12 }), (stretches) => {
        const peer = new Peer();
        for (const { ms, burst, weather } of stretches) peer.pass(ms * 1_000, weather, burst);
        // Sums of fractions of bytes end in rounding errors.
        expect(Math.round(peer.worst)).toBeLessThanOrEqual(CAP + 1);
      }),
    );
  });

  it('is left as it is while hardly anything changes: Firefox makes its receiver anew at each change', () => {
    const weather = fc.record({
      ratio: fc.double({ min: 1.08, max: 1.13, noNaN: true }),
      overshoot: fc.double({ min: 0.7, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(weather, { minLength: 40, maxLength: 40 }), (stretches) => {
        const peer = new Peer();
        const set = new Set<number>();
        for (const each of stretches) {
          peer.pass(LOOK_MS, each);
          set.add(peer.sending.maxBitrate);
        }
        expect(set.size).toBeLessThanOrEqual(2);
      }),
    );
  });

  it('makes room for what a lossy link sends again', () => {
    const peer = new Peer();
    peer.pass(15_000, { ratio: 1.5, lostShare: 0.02 });
    expect(peer.lately(5_000)).toBeLessThanOrEqual(CAP);
    expect(peer.lately(5_000)).toBeGreaterThan(0.75 * CAP);
  });

  it('stays below what the route carries, by fewer frames', () => {
    const peer = new Peer();
    peer.pass(10_000, { availableBps: 110_000 });
    expect(peer.lately(5_000)).toBeLessThan(110_000);
    expect(peer.sending.maxFramerate).toBe(8);
  });

  it.each<[string, Partial<Weather>]>([
    ['loss', { lostShare: 0.15 }],
    ['a queue', { waitMs: 150 }],
  ])('retreats from %s within a second, further while it lasts, and comes back', (_, trouble) => {
    const peer = new Peer();
    peer.pass(10_000);
    const before = peer.sending.maxBitrate;
    peer.pass(1_000, trouble);
    expect(peer.sending.maxBitrate).toBeLessThan(0.75 * before);
    peer.pass(5_000, trouble);
    expect(peer.sending.maxBitrate).toBeLessThan(0.35 * before);
    expect(peer.sending.maxFramerate).toBeLessThan(30);
    peer.pass(30_000);
    expect(peer.sending.maxBitrate).toBeGreaterThan(0.9 * before);
    expect(peer.sending.maxFramerate).toBe(30);
  });

  it('stays a setting that a browser takes, whatever a browser says', () => {
    const odd = fc.oneof(fc.double({ min: 0, max: 1e15, noNaN: true }), fc.nat(1e6));
    const reading = fc.record({
      bytes: odd,
      mediaBytes: odd,
      framesSent: odd,
      framesAnswered: odd,
      lostShare: fc.option(odd),
      waitMs: fc.option(odd),
      availableBps: fc.option(odd),
    });
    fc.assert(
      fc.property(fc.array(reading), (readings) => {
        const controller = new SendController(CAP, START);
        for (const [at, each] of readings.entries()) {
          const { maxBitrate, maxFramerate } = controller.next({ ...each, atMs: at * LOOK_MS });
          expect(Number.isInteger(maxBitrate) && maxBitrate >= 30_000 && maxBitrate <= CAP).toBe(true);
          expect([4, 8, 15, 30]).toContain(maxFramerate);
        }
      }),
    );
  });
});

describe('the frame rate follows the results that come back', () => {
  it.each<[number, number]>([
    [40, 30],
    [20, 30],
    [12, 15],
    [5, 15],
    [1.5, 8],
    [0.5, 4],
  ])('a worker of %f a second is sent %i', (worker, frames) => {
    const peer = new Peer();
    peer.pass(20_000, { worker });
    expect(peer.sending.maxFramerate).toBe(frames);
  });

  it('fewer frames take fewer bits', () => {
    const [slow, fast] = [new Peer(), new Peer()];
    slow.pass(20_000, { worker: 5 });
    fast.pass(20_000);
    expect(slow.lately(5_000)).toBeLessThan(0.8 * fast.lately(5_000));
  });

  it('rises with a worker that is free again, and does not swing with one between two rates', () => {
    const peer = new Peer();
    peer.pass(20_000, { worker: 5 });
    peer.pass(30_000);
    expect(peer.sending.maxFramerate).toBe(30);
    let changes = 0;
    for (let seconds = 0; seconds < 120; seconds += 1) {
      const before = peer.sending.maxFramerate;
      peer.pass(1_000, { worker: 14.5 });
      if (peer.sending.maxFramerate !== before) changes += 1;
    }
    expect(changes).toBeLessThanOrEqual(9);
  });

  it('does not fall for one slow moment', () => {
    const peer = new Peer();
    peer.pass(12_000);
    peer.pass(3_000, { worker: 9 });
    peer.pass(3_000);
    expect(peer.sending.maxFramerate).toBe(30);
  });

  it('says nothing of the worker while nothing comes back', () => {
    const peer = new Peer();
    peer.pass(20_000, { worker: 0 });
    expect(peer.sending.maxFramerate).toBe(30);
  });
});
