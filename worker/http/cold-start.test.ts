import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ColdStart } from './cold-start';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const forever = new AbortController().signal;

function watch(promise: Promise<void>) {
  const seen = { state: 'waiting' };
  promise.then(
    () => {
      seen.state = 'awake';
    },
    () => {
      seen.state = 'aborted';
    },
  );
  return seen;
}

it('lets the first and those who come meanwhile wait for one wake, and later ones through', async () => {
  const cold = new ColdStart(45_000);
  const first = watch(cold.wait(forever));
  await vi.advanceTimersByTimeAsync(30_000);
  const second = watch(cold.wait(forever));
  await vi.advanceTimersByTimeAsync(14_999);
  expect([first.state, second.state]).toEqual(['waiting', 'waiting']);
  await vi.advanceTimersByTimeAsync(1);
  expect([first.state, second.state]).toEqual(['awake', 'awake']);
  await cold.wait(forever);
});

it('gives up for one who hangs up, and wakes all the same', async () => {
  const cold = new ColdStart(45_000);
  const hangUp = new AbortController();
  const first = watch(cold.wait(hangUp.signal));
  await vi.advanceTimersByTimeAsync(20_000);
  hangUp.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect(first.state).toBe('aborted');
  const second = watch(cold.wait(forever));
  await vi.advanceTimersByTimeAsync(25_000);
  expect(second.state).toBe('awake');
  cold.close();
  expect(vi.getTimerCount()).toBe(0);
});

it('is no wait at all where nothing was asked for', async () => {
  await new ColdStart(0).wait(forever);
  expect(vi.getTimerCount()).toBe(0);
});
