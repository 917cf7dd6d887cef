import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EndReason } from '../ipc/messages';
import { limitsFor, startLifetime } from './lifetime';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start(processingTimeout = 3600) {
  const ends: EndReason[] = [];
  return { ends, lifetime: startLifetime(limitsFor(processingTimeout), (reason) => ends.push(reason)) };
}

/** A camera at 10 fps. */
function stream(lifetime: { frame(): void }, ms: number) {
  for (let passed = 0; passed < ms; passed += 100) {
    lifetime.frame();
    vi.advanceTimersByTime(100);
  }
}

describe('a session ends by itself', () => {
  it('one second before the granted time is over, frames or not', () => {
    const { ends, lifetime } = start(5);
    lifetime.connected();
    stream(lifetime, 3900);
    expect(ends).toEqual([]);
    stream(lifetime, 200);
    expect(ends).toEqual(['timeout_reached']);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('when the peer never connects', () => {
    const { ends } = start();
    vi.advanceTimersByTime(14_999);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ends).toEqual(['never_connected']);
  });

  it('60 s after the last frame', () => {
    const { ends, lifetime } = start();
    lifetime.connected();
    stream(lifetime, 90_000);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(59_800);
    expect(ends).toEqual([]);
    vi.advanceTimersByTime(300);
    expect(ends).toEqual(['no_frames']);
  });

  it('after 30 s of disconnected, counted from the first word of it', () => {
    const { ends, lifetime } = start();
    lifetime.connected();
    lifetime.disconnected();
    vi.advanceTimersByTime(20_000);
    lifetime.disconnected();
    vi.advanceTimersByTime(10_000);
    expect(ends).toEqual(['disconnected']);
  });

  it('not where the peer came back in time', () => {
    const { ends, lifetime } = start();
    lifetime.connected();
    lifetime.disconnected();
    stream(lifetime, 29_000);
    lifetime.connected();
    stream(lifetime, 40_000);
    expect(ends).toEqual([]);
  });

  it('when the only channel closes and no other is opened', () => {
    const { ends, lifetime } = start();
    lifetime.connected();
    lifetime.channelClosed();
    vi.advanceTimersByTime(1000);
    lifetime.channelOpened();
    vi.advanceTimersByTime(5000);
    expect(ends).toEqual([]);
    lifetime.channelClosed();
    vi.advanceTimersByTime(2000);
    expect(ends).toEqual(['channel_closed']);
  });

  it('never once stopped, and leaves no timer', () => {
    const { ends, lifetime } = start(1);
    lifetime.disconnected();
    lifetime.stop();
    lifetime.stop();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(100_000);
    expect(ends).toEqual([]);
  });
});
