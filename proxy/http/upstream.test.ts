import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from './deadline';
import { call } from './upstream';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => {});
const limits = (signal = new AbortController().signal) =>
  ({ deadlineMs: 8000, signal, late: 'turn_timeout' }) as const;

describe('withDeadline', () => {
  it('hands the result on and leaves no timer behind', async () => {
    expect(await withDeadline(async () => 7, limits())).toBe(7);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is over at the deadline and not before, even where the work ignores its signal', async () => {
    const settled = vi.fn();
    const pending = withDeadline(never, limits()).catch(settled);
    await vi.advanceTimersByTimeAsync(7999);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await pending;
    expect(settled).toHaveBeenCalledWith(expect.objectContaining({ code: 'turn_timeout' }));
  });

  it('tells the work that it is over', async () => {
    let told: AbortSignal | undefined;
    const pending = withDeadline((signal) => {
      told = signal;
      return never();
    }, limits()).catch(() => {});
    await vi.advanceTimersByTimeAsync(8000);
    await pending;
    expect(told?.aborted).toBe(true);
  });

  it('ends with the visitor', async () => {
    const visitor = new AbortController();
    const pending = withDeadline(never, limits(visitor.signal));
    visitor.abort(new Error('left'));
    await expect(pending).rejects.toThrow('left');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not start for a visitor who has left already', async () => {
    const work = vi.fn(never);
    await expect(withDeadline(work, limits(AbortSignal.abort(new Error('left'))))).rejects.toThrow('left');
    expect(work).not.toHaveBeenCalled();
  });
});

describe('call', () => {
  const options = (fetch: () => Promise<Response>) => ({
    deps: { fetch: fetch as typeof globalThis.fetch },
    seen: () => {},
    deadlineMs: 8000,
    signal: new AbortController().signal,
    codes: { timeout: 'worker_timeout', unreachable: 'worker_unreachable' } as const,
  });
  const reply = (body: string, headers = {}) =>
    call(
      'http://a/',
      {},
      options(async () => new Response(body, { headers })),
    );

  it.each([
    ['{"a":1}', {}, { status: 200, body: { a: 1 } }],
    ['<html>', {}, { status: 200, body: undefined }],
    ['', { 'Retry-After': '3' }, { status: 200, body: undefined, retryAfterMs: 3000 }],
    ['', { 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' }, { status: 200, body: undefined }],
    ['', { 'Retry-After': '9e9' }, { status: 200, body: undefined, retryAfterMs: 3_600_000 }],
    ['', { 'Retry-After': '-1' }, { status: 200, body: undefined }],
  ])('reads %j with %j', async (body, headers, wanted) => {
    expect(await reply(body, headers)).toEqual(wanted);
  });

  it('keeps the words of a network error to itself', async () => {
    const pending = call(
      'http://a/',
      {},
      options(() => Promise.reject(new TypeError('connect c4n4ry'))),
    );
    await expect(pending).rejects.toMatchObject({
      code: 'worker_unreachable',
      message: expect.not.stringContaining('c4n4ry'),
    });
  });

  it('counts a body that never ends as silence', async () => {
    const endless = new Response(
      new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)) }),
    );
    const pending = call(
      'http://a/',
      {},
      options(async () => endless),
    );
    const failed = expect(pending).rejects.toMatchObject({ code: 'worker_timeout' });
    await vi.advanceTimersByTimeAsync(8000);
    await failed;
  });
});
