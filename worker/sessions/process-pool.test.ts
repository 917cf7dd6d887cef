import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Order, SessionRequest } from '../ipc/messages';
import { createMetrics } from '../metrics/metrics';
import { SOURCES } from '../runtime/programs';
import type { LineEvents, OpenLine } from './fork';
import { ProcessPool } from './process-pool';

const ORDER: SessionRequest = {
  offer: { type: 'offer', sdp: 'v=0' },
  iceServers: [],
  workflow: { workspace: 'any', id: 'fast' },
  dataOutput: ['*'],
  streamOutput: [],
  declaredFps: null,
  processingTimeout: 60,
  realtime: true,
  gzip: true,
};

/** A process that does as it is told, and dies when a test wants it to. */
type Fake = LineEvents & { heard: Order[]; isClosed: boolean };

function open(changes: { most?: number; concurrency?: number } = {}) {
  const fakes: Fake[] = [];
  const openLine: OpenLine = (events) => {
    const fake: Fake = { ...events, heard: [], isClosed: false };
    fakes.push(fake);
    return {
      send: (order) => void fake.heard.push(order),
      close() {
        if (fake.isClosed) return;
        fake.isClosed = true;
        queueMicrotask(() => events.gone(null));
      },
      kill: () => events.gone('SIGKILL'),
    };
  };
  const metrics = createMetrics();
  const detectors = {
    model: null,
    labels: null,
    confidence: 0.4,
    iou: 0.45,
    threads: 1,
    first: 'live' as const,
    maxWaiting: 4,
    programs: SOURCES,
  };
  const pool = new ProcessPool({ most: 3, concurrency: 8, ...changes, detectors, metrics }, openLine);
  const ended: string[] = [];
  const begin = (name = '') => pool.begin(ORDER, () => ended.push(name));
  const ready = (at: number) => fakes[at]?.report({ ready: true });
  return { pool, fakes, metrics, begin, ready, ended };
}

const sessionsOf = ({ heard }: Fake) => heard.flatMap((order) => ('open' in order ? [order.session] : []));

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('ProcessPool', () => {
  it('gives each session a process of its own, then the least busy one', () => {
    const { begin, fakes } = open({ most: 2 });
    for (let session = 1; session <= 5; session += 1) begin();
    expect(fakes.map(sessionsOf)).toEqual([
      [1, 3, 5],
      [2, 4],
    ]);
  });

  it('uses a process again, and keeps one ready, and two at most', () => {
    const { begin, fakes, metrics } = open({ most: 5 });
    begin();
    expect(fakes).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    expect(fakes).toHaveLength(2);
    begin();
    begin();
    expect(fakes.map(sessionsOf)).toEqual([[1], [2], [3]]);
    [1, 2, 3].forEach((session, at) => {
      fakes[at]?.report({ session, ended: 'peer_closed' });
    });
    expect(fakes.map(({ isClosed }) => isClosed)).toEqual([false, false, true]);
    expect(metrics.sessionProcesses).toBe(2);
    begin();
    vi.advanceTimersByTime(2000);
    expect(fakes.map(sessionsOf)).toEqual([[1, 4], [2], [3]]);
  });

  it('loses with a process that crashes its own sessions alone, says so, and starts another', async () => {
    const { begin, ready, fakes, metrics, ended } = open();
    const [first, second] = [begin('first'), begin('second')];
    ready(0);
    await Promise.resolve();
    fakes[1]?.report({ session: 2, answer: 'the answer' });
    fakes[0]?.gone('SIGSEGV');
    await expect(first.answer).rejects.toThrow('ended before');
    expect(await second.answer).toBe('the answer');
    expect(ended).toEqual(['first']);
    expect(metrics.sessionProcessesCrashed).toBe(1);
    expect(console.error).toHaveBeenCalledWith(
      'A process that held one session crashed (SIGSEGV); all others go on.',
    );
    vi.advanceTimersByTime(2000);
    expect(fakes).toHaveLength(3);
    // What it says after its end, and what a session is told after its own, changes nothing.
    fakes[0]?.report({ session: 1, answer: 'late' });
    first.end('shutdown');
    expect(ended).toEqual(['first']);
  });

  it('says why none can start, with Node’s code, and does not try again by itself', async () => {
    const { pool, fakes } = open();
    const opening = pool.open();
    fakes[0]?.report({ broken: { code: 'ERR_MODULE_NOT_FOUND', message: 'no libwebrtc' } });
    await expect(opening).rejects.toMatchObject({ code: 'ERR_MODULE_NOT_FOUND', message: 'no libwebrtc' });
    expect(fakes[0]?.isClosed).toBe(true);
    vi.advanceTimersByTime(10_000);
    expect(fakes).toHaveLength(1);
  });

  it('lets one go after a hundred sessions, once the last of them has ended', () => {
    const { begin, fakes } = open({ most: 1 });
    const end = (session: number) => fakes[0]?.report({ session, ended: 'peer_closed' });
    for (let session = 1; session < 100; session += 1) {
      begin();
      end(session);
    }
    begin();
    begin();
    end(100);
    expect(fakes[0]?.isClosed).toBe(false);
    end(101);
    expect(fakes[0]?.isClosed).toBe(true);
    vi.advanceTimersByTime(2000);
    begin();
    expect(fakes.slice(1).map(sessionsOf)).toEqual([[102]]);
  });

  it('ends one that has not been heard of for half a minute', () => {
    const { begin, ready, fakes, metrics, ended } = open({ most: 1 });
    begin('one');
    ready(0);
    vi.advanceTimersByTime(29_000);
    fakes[0]?.report({ asks: 1, pace: 'fast' });
    vi.advanceTimersByTime(29_000);
    expect(ended).toEqual([]);
    vi.advanceTimersByTime(10_000);
    expect(ended).toEqual(['one']);
    expect(metrics.sessionProcessesCrashed).toBe(1);
  });

  it('sums up what its processes count', () => {
    const { begin, fakes, metrics } = open();
    begin();
    begin();
    const counted = {
      framesReceived: 3,
      framesReplaced: 1,
      resultsSent: 2,
      resultsDropped: 0,
      ages: [8, 9],
      heap: 100,
      external: 10,
    };
    for (const fake of fakes) fake.report({ counted });
    expect(metrics).toMatchObject({
      framesReceived: 6,
      framesReplaced: 2,
      resultsSent: 4,
      resultsDropped: 0,
    });
    expect(metrics.resultAge.toText('age')).toContain('age_count 4');
    expect(metrics.sessionMemory()).toEqual({ heap: 200, external: 20 });
  });

  it('has detections asked for once there are more sessions than threads, and grants them in turn', () => {
    const { begin, fakes } = open({ concurrency: 1 });
    begin();
    expect(fakes[0]?.heard).not.toContainEqual({ crowded: true });
    begin();
    for (const fake of fakes) expect(fake.heard).toContainEqual({ crowded: true });
    fakes[0]?.report({ asks: 1, pace: 'fast' });
    fakes[1]?.report({ asks: 1, pace: 'fast' });
    expect(fakes[1]?.heard).not.toContainEqual({ granted: 1, pace: 'fast' });
    // Those that take seconds hold nobody else up.
    fakes[1]?.report({ asks: 1, pace: 'slow' });
    expect(fakes[1]?.heard).toContainEqual({ granted: 1, pace: 'slow' });
    // One that has gone never says that it is done.
    fakes[0]?.gone('SIGSEGV');
    expect(fakes[1]?.heard.slice(-2)).toContainEqual({ granted: 1, pace: 'fast' });
    expect(fakes[1]?.heard.at(-1)).toEqual({ crowded: false });
  });

  it('ends every process when it is closed, and starts none after that', async () => {
    const { pool, begin, fakes, ended } = open();
    begin('one');
    begin('other');
    await pool.close();
    expect(fakes.every(({ isClosed }) => isClosed)).toBe(true);
    expect(ended).toEqual(['one', 'other']);
    vi.advanceTimersByTime(10_000);
    expect(fakes).toHaveLength(2);
    expect(console.error).not.toHaveBeenCalled();
  });
});
